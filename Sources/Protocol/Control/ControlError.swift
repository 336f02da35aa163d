/// A refused request.
public struct ControlError: Error, Equatable, Sendable {
    /// What `lanectl` exits with, and the JSON-RPC error code.
    public var code: ExitCode
    /// The reason.
    public var reason: ReasonCode
    /// One line: what was wrong, where, what is allowed.
    public var message: String
    /// The object it is about.
    public var object: String?
    /// What to do instead.
    public var hint: String?
    /// When trying again makes sense.
    public var retryAfterMilliseconds: UInt64?

    /// Describes a refusal.
    public init(
        _ code: ExitCode,
        _ reason: ReasonCode,
        _ message: String,
        object: String? = nil,
        hint: String? = nil
    ) {
        self.code = code
        self.reason = reason
        self.message = message
        self.object = object
        self.hint = hint
    }
}
