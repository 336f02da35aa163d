/// What the rollback triggers of a lane weigh, and what `lanectl lane show` says of it.
public struct RollbackFigures: Equatable, Sendable {
    /// Missions that went on to another lane after a failure or timeout.
    public let movedOnCount: Int
    /// Of how many that ended on the lane or left it.
    public let missionCount: Int
    /// Missions that failed or moved on since one completed.
    public let failureStreak: Int
    /// How long interactive missions waited for the lane, 95 % of them at most; nil if none started.
    public let interactiveWaitP95Milliseconds: UInt64?
    /// Of how many starts.
    public let interactiveStartCount: Int

    /// Describes figures.
    public init(
        movedOnCount: Int,
        missionCount: Int,
        failureStreak: Int,
        interactiveWaitP95Milliseconds: UInt64?,
        interactiveStartCount: Int
    ) {
        self.movedOnCount = movedOnCount
        self.missionCount = missionCount
        self.failureStreak = failureStreak
        self.interactiveWaitP95Milliseconds = interactiveWaitP95Milliseconds
        self.interactiveStartCount = interactiveStartCount
    }
}
