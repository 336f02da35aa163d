/// Watches a history for one rule.
protocol Checker {
    /// The rule, as it is reported.
    static var rule: String { get }

    /// Takes the next fact in.
    ///
    /// - Parameters:
    ///   - observation: The fact.
    ///   - ledger: The ledger as it was before the fact.
    /// - Returns: Nil, or how the rule was broken.
    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String?
}
