/// One choice of a lane for a mission, with its reason.
public struct RouteStep: Equatable, Sendable {
    /// The most bytes of `actor`.
    public static let actorByteCountMax = 128
    /// The most bytes of `summary`.
    public static let summaryByteCountMax = 256

    /// The lane that was chosen.
    public let vpID: LaneID
    /// Who chose it: `pin`, `router`, `fallback`, or an operator; at most 128 bytes.
    public let actor: String
    /// What made the choice necessary; nil for the first one.
    public let reason: ReasonCode?
    /// Why this lane, and why not another: one phrase of at most 256 bytes, on one line.
    public let summary: String
    /// When.
    public let at: WallTime

    /// Describes a choice.
    ///
    /// - Parameters:
    ///   - vpID: The lane that was chosen.
    ///   - actor: Who chose it; cut to 128 bytes.
    ///   - reason: What made the choice necessary; nil for the first one.
    ///   - summary: Why this lane; cut to 256 bytes, with spaces for what would end the line.
    ///   - at: When.
    public init(
        vpID: LaneID,
        actor: String,
        reason: ReasonCode? = nil,
        summary: String,
        at: WallTime
    ) {
        self.vpID = vpID
        self.actor = Self.line(actor.prefix(utf8Max: Self.actorByteCountMax))
        self.reason = reason
        self.summary = Self.line(summary.prefix(utf8Max: Self.summaryByteCountMax))
        self.at = at
    }

    private static func line(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
        return String(decoding: text.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
    }
}
