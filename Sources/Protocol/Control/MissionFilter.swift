/// Which missions a list has, newest last.
public struct MissionFilter: Equatable, Sendable {
    /// Only these; empty means every status that is not terminal, unless `includesTerminal`.
    public var statuses: [MissionStatus] = []
    /// Terminal ones too.
    public var includesTerminal = false
    /// Only those assigned to this lane.
    public var vpID: LaneID?
    /// Only this class.
    public var missionClass: MissionClass?
    /// Only with this label, as `key=value` or `key`.
    public var label: String?
    /// Copies of missions and nothing else; else no copies.
    public var isShadow = false
    /// At most this many: 1 to 500.
    public var limit = 100
    /// Where the last page ended; nil for the first.
    public var cursor: String?

    /// Creates a filter that lets every open mission through that is no copy.
    public init() {}
}
