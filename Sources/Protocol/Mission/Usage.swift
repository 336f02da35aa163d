/// What a run used, summed over its reports.
public struct Usage: Equatable, Sendable {
    /// Tokens read by the model.
    public var inputTokenCount: UInt64 = 0
    /// Tokens written by the model.
    public var outputTokenCount: UInt64 = 0
    /// Calls to a model.
    public var callCount: UInt64 = 0
    /// Cost in millionths of a US dollar.
    public var costMicroUSD: UInt64 = 0

    /// Creates a count of nothing.
    public init() {}
}
