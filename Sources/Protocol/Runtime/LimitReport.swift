/// What a runtime says about the limits of its entitlement.
public struct LimitReport: Equatable, Sendable {
    /// How serious it is.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// A figure, nothing more.
        case reading
        /// The limit is near.
        case warning
        /// The provider refused something because of it.
        case rejected
    }

    /// What kind of limit, such as `usage_window` or `rate_limited`.
    public var limitClass: String
    /// How serious it is; `rejected` where the runtime does not say.
    public var state: State
    /// The window, such as `five_hour`.
    public var window: String?
    /// The model it is for; nil means all.
    public var model: String?
    /// How much of it is used: 0 is nothing, 1 is all.
    public var utilization: Double?
    /// True if this window is the one that decides.
    public var isBinding = false
    /// When it is reset.
    public var resetAt: WallTime?
    /// How long to wait before the next try, if it said so.
    public var retryAfterMilliseconds: UInt64?

    /// Creates a report of a limit without figures.
    public init(limitClass: String, state: State) {
        self.limitClass = limitClass
        self.state = state
    }

    /// Creates a report of a limit that refused something, or of one that did not.
    public init(limitClass: String, isRejected: Bool, retryAfterMilliseconds: UInt64? = nil) {
        self.init(limitClass: limitClass, state: isRejected ? .rejected : .reading)
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    /// True if the provider refused something because of it.
    public var isRejected: Bool { state == .rejected }
}
