/// What a runtime says about the limits of its entitlement.
public struct LimitReport: Equatable, Sendable {
    /// What kind of limit, such as `usage_window` or `rate_limited`.
    public var limitClass: String
    /// True if the provider refused something because of it.
    public var isRejected: Bool
    /// How long to wait before the next try, if it said so.
    public var retryAfterMilliseconds: UInt64?

    /// Creates a report of a limit.
    public init(limitClass: String, isRejected: Bool, retryAfterMilliseconds: UInt64? = nil) {
        self.limitClass = limitClass
        self.isRejected = isRejected
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }
}
