/// Which piece of a log `mission.logs` answers with.
public struct LogRequest: Equatable, Sendable {
    /// The mission.
    public var missionID: MissionID
    /// Which attempt, from 1; nil for the last.
    public var attempt: Int?
    /// From this byte on.
    ///
    /// Negative: that many bytes before the end.
    public var offset: Int64 = 0
    /// At most this many bytes: 1 to 262,144.
    public var limit = 65_536

    /// Asks for the beginning of the last attempt's log.
    public init(missionID: MissionID) {
        self.missionID = missionID
    }
}
