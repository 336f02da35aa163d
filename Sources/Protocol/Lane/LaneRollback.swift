/// What is remembered of the missions that ended on a lane or left it, and of the rollback trigger
/// that tripped on them: part of the lane's row, so that it outlives the supervisor.
public struct LaneRollback: Equatable, Sendable {
    /// How a mission's stay on the lane ended.
    ///
    /// The character stands for it in texts.
    public enum Departure: Character, CaseIterable, Hashable, Sendable {
        /// It completed there.
        case completed = "+"
        /// It failed there, or ran out of time, and that was its end.
        case failed = "-"
        /// It failed there, or ran out of time, and went on to another lane.
        case movedOn = ">"
    }

    /// The newest departures, oldest first; at most as many as the triggers look at.
    public var recent: [Departure] = []
    /// Missions that failed or moved on since one completed.
    public var failureStreak = 0
    /// How long the newest interactive missions waited for the lane, in milliseconds, oldest first; at
    /// most as many as the triggers look at.
    public var interactiveWaitsMilliseconds: [UInt64] = []
    /// Departures since the lane's action was last due; nil if it may be due at any time.
    public var newMissionCount: Int?
    /// The trigger whose incident is open; nil if none is.
    public var trigger: ReasonCode?
    /// The numbers with which a trigger tripped last, in one sentence; nil if no incident is open.
    public var summary: String?
    /// True while what waits on the lane goes along its chain, until an operator opens the lane.
    public var sendsAway = false
    /// The trips whose snapshot is not known to be on the disk: numbers of their events, ascending.
    public var pendingCaptures: [UInt64] = []

    /// Creates the memory of a lane of which nothing is known.
    public init() {}

    /// The figures that the triggers weigh.
    public var figures: RollbackFigures {
        RollbackFigures(
            movedOnCount: recent.count { $0 == .movedOn },
            missionCount: recent.count,
            failureStreak: failureStreak,
            interactiveWaitP95Milliseconds: interactiveWaitP95Milliseconds,
            interactiveStartCount: interactiveWaitsMilliseconds.count
        )
    }

    /// By nearest rank: the smallest wait that at least 95 % of them do not exceed; nil of none.
    private var interactiveWaitP95Milliseconds: UInt64? {
        let count = interactiveWaitsMilliseconds.count
        guard count > 0 else { return nil }
        return interactiveWaitsMilliseconds.sorted()[(count * 95 + 99) / 100 - 1]
    }

    /// The newest departures, oldest first: `+` completed, `-` failed, `>` moved on.
    public var recentText: String {
        String(recent.map(\.rawValue))
    }

    /// Reads what `recentText` gives.
    ///
    /// - Returns: Nil if another character is in it.
    public static func recent(_ text: String) -> [Departure]? {
        let recent = text.compactMap { Departure(rawValue: $0) }
        return recent.count == text.count ? recent : nil
    }
}
