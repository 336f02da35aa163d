/// How often a kind of fault was meant to be done, and what came of it.
struct FaultCount: Equatable, Sendable {
    let kind: FaultKind
    let doneCount: Int
    /// Of those that were done: a run was in flight there.
    let busyCount: Int
    let obstructedCount: Int

    /// Counts each kind that there was, in the order of the kinds.
    static func all(_ faults: [InjectedFault]) -> [FaultCount] {
        FaultKind.allCases.compactMap { kind in
            let planned = faults.filter { $0.kind == kind }
            guard !planned.isEmpty else { return nil }
            let done = planned.filter { $0.obstacle == nil }
            return FaultCount(
                kind: kind,
                doneCount: done.count,
                busyCount: done.count { $0.wasBusy },
                obstructedCount: planned.count - done.count
            )
        }
    }
}
