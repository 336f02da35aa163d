/// Every check there is.
enum AllChecks {
    /// In the order of the cases of `Invariant`, one for each.
    static var all: [any Check.Type] {
        [
            LostCheck.self, DuplicatedCheck.self, OrphanedCheck.self, OverQuotaCheck.self,
            OutOfOrderCheck.self, StarvedCheck.self, InconsistentCheck.self,
        ]
    }

    /// Looks at everything.
    ///
    /// - Parameters:
    ///   - evidence: What is known of the load, when it is over.
    ///   - bounds: What the scenario asks for.
    /// - Returns: One result for each invariant, in the order of its cases.
    static func examine(
        _ evidence: Evidence,
        _ bounds: Bounds
    ) -> [(invariant: Invariant, result: CheckResult)] {
        all.map { ($0.invariant, $0.examine(evidence, bounds)) }
    }
}
