/// What was done to the instance, by kind.
enum FaultFigures {
    /// What the key of each of them begins with: people read them as a table of their own.
    static let keyPrefix = "fault_"

    /// For each kind that was meant to be done: how often it was, how often of these a run was in
    /// flight there, and how often it could not be.
    static func all(_ faults: [InjectedFault]) -> [LoadFigure] {
        FaultCount.all(faults).flatMap { count in
            let title = count.kind.title
            let key = keyPrefix + count.kind.rawValue
            return [
                LoadFigure.count("\(title), done", "\(key)_done", count.doneCount, "faults"),
                .count("\(title), busy", "\(key)_busy", count.busyCount, "faults"),
                .count(
                    "\(title), not possible",
                    "\(key)_not_possible",
                    count.obstructedCount,
                    "faults"
                ),
            ]
        }
    }
}
