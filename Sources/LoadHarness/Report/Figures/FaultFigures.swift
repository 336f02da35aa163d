/// What was done to the instance, by kind.
enum FaultFigures {
    /// For each kind that was meant to be done: how often it was, how often of these a run was in
    /// flight there, and how often it could not be.
    static func all(_ faults: [InjectedFault]) -> [LoadFigure] {
        FaultKind.allCases.flatMap { kind -> [LoadFigure] in
            let planned = faults.filter { $0.kind == kind }
            guard !planned.isEmpty else { return [] }
            let done = planned.filter { $0.obstacle == nil }
            let key = "fault_\(kind.rawValue)"
            return [
                .count("\(kind.title), done", "\(key)_done", done.count, "faults"),
                .count("\(kind.title), busy", "\(key)_busy", done.count { $0.wasBusy }, "faults"),
                .count(
                    "\(kind.title), not possible",
                    "\(key)_not_possible",
                    planned.count - done.count,
                    "faults"
                ),
            ]
        }
    }
}
