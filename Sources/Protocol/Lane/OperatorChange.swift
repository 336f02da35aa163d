/// Who changed something, why and when.
public struct OperatorChange: Equatable, Sendable {
    /// The user, as `uid:<number>` or the name a client gave.
    public let actor: String
    /// The reason given; empty where none is required.
    public let reason: String
    /// When.
    public let at: WallTime

    /// Records a change.
    public init(actor: String, reason: String, at: WallTime) {
        self.actor = actor
        self.reason = reason
        self.at = at
    }
}
