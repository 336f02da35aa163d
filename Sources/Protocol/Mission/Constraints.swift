/// Limits that the runtime is told about and is trusted to keep.
public struct Constraints: Equatable, Sendable {
    /// The only tools it may use; empty means all.
    public var allowedTools: [String] = []
    /// Tools it may not use.
    public var forbiddenTools: [String] = []
    /// Actions that need a person's consent.
    public var approvalRequired: [String] = []

    /// Creates constraints that forbid nothing.
    public init() {}
}
