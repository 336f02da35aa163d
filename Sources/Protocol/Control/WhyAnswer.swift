public import DataStructures

/// Why an object is as it is: one reason, the numbers behind it, and what must change.
public struct WhyAnswer: Equatable, Sendable {
    /// The one reason.
    public var reason: ReasonCode
    /// One sentence with the numbers in it.
    public var summary: String
    /// What must happen, or what an operator can do; nil if nothing is needed.
    public var remedy: String?
    /// The earliest start, if it can be known.
    public var earliestStartAt: WallTime?
    /// The numbers by name.
    public var figures = OrderedTable<String, Int64>()

    /// Creates an answer without figures.
    public init(_ reason: ReasonCode, _ summary: String, remedy: String? = nil) {
        self.reason = reason
        self.summary = summary
        self.remedy = remedy
    }
}
