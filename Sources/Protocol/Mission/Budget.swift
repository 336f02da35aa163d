/// What bounds a mission; nil means no bound.
///
/// The two times bound each attempt; calls, tokens and cost are summed over all of its attempts, as
/// far as the runtime reports them. What a runtime does not report counts as nothing.
public struct Budget: Equatable, Sendable {
    /// The longest run of an attempt, 1 s to 7 days, not counting time spent blocked.
    public var maxRuntimeSeconds: UInt64?
    /// The longest silence of an attempt without a tool in flight, 1 s to 7 days.
    public var maxIdleSeconds: UInt64?
    /// The most calls to a model, 1 to 10⁹.
    public var maxCallCount: UInt64?
    /// The most tokens, read and written together, 1 to 10¹⁵.
    public var maxTokenCount: UInt64?
    /// The highest cost in millionths of a US dollar, 1 to 10¹⁵.
    public var maxCostMicroUSD: UInt64?

    /// Creates a budget without bounds.
    public init() {}
}
