/// A rule that did not hold.
public struct Violation: Error, Equatable, Sendable {
    /// The seed.
    public var seed: UInt64
    /// The number of the event, from 1, after which the rule did not hold.
    public var event: Int
    /// The rule.
    public var rule: String
    /// What was seen.
    public var message: String

    /// One line with everything.
    public var description: String {
        "seed \(seed) event \(event): \(rule): \(message)"
    }
}
