/// What would become of a workload: which missions would be started in which order, how long each
/// would wait and why, and which would be refused.
public struct Rehearsal: Equatable, Sendable {
    /// The time at which the workload's first millisecond began.
    public var startAt: WallTime
    /// Those that started, in the order of their starts; then the others, in the order of the
    /// workload.
    public var missions: [RehearsedMission]
    /// The classes of which there was a mission, in their order.
    public var classes: [RehearsedClass]
    /// False if the rehearsal was given up before everything had ended that would: it came to a
    /// year, or to its bound of turns.
    public var isComplete: Bool

    /// Sums up what was noted.
    ///
    /// - Parameters:
    ///   - missions: In the order that `missions` has.
    ///   - startAt: The time at which the workload's first millisecond began.
    ///   - isComplete: False if the rehearsal was given up.
    public init(_ missions: [RehearsedMission], startAt: WallTime, isComplete: Bool) {
        self.missions = missions
        self.startAt = startAt
        self.isComplete = isComplete
        classes = MissionClass.allCases.map { RehearsedClass($0, of: missions) }
            .filter { $0.missionCount > 0 }
    }
}
