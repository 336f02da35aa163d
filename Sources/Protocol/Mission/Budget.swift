/// What bounds one attempt, in seconds; nil means no bound.
public struct Budget: Equatable, Sendable {
    /// The longest run, 1 s to 7 days, not counting time spent blocked.
    public var maxRuntimeSeconds: UInt64?
    /// The longest silence without a tool in flight, 1 s to 7 days.
    public var maxIdleSeconds: UInt64?

    /// Creates a budget without bounds.
    public init() {}
}
