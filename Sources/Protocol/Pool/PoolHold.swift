/// Why nothing starts in a pool until an operator says so.
public struct PoolHold: Equatable, Sendable {
    /// `authentication_needed`, or `operator_request`.
    public let reason: ReasonCode
    /// What an operator gave as the reason, or a sentence; at most 500 bytes.
    public let note: String
    /// Who holds it: `supervisor`, or an operator.
    public let actor: String
    /// Since when.
    public let at: WallTime

    /// Describes a hold.
    public init(_ reason: ReasonCode, note: String, actor: String, at: WallTime) {
        self.reason = reason
        self.note = note
        self.actor = actor
        self.at = at
    }
}
