public import Protocol

/// A question that is answered from the committed ledger and the live state, after the turn.
public enum Query: Equatable, Sendable {
    /// `mission.get`, `mission.wait`.
    case mission(MissionID)
    /// `mission.submit`: in the order given, each with whether it is new.
    case submitted([Submitted])
    /// `mission.list`.
    case missions(MissionFilter)
    /// `mission.why` of a mission that is not in memory.
    case missionWhy(MissionID)
    /// `mission.cancel` of a mission that is not in memory: how it had ended.
    case cancelAfterEnd(MissionID, isDryRun: Bool)
    /// `mission.resolve` of a mission that is not in memory: whether it had ended so.
    case resolveAfterEnd(MissionID, MissionResolution, isDryRun: Bool)
    /// `mission.logs`.
    case logs(LogRequest)
    /// `events.subscribe`.
    case events(EventFilter)
    /// `lane.list`.
    case lanes
    /// `lane.get`.
    case lane(LaneID)
    /// `pool.list`.
    case pools
    /// `pool.get`.
    case pool(String)
    /// `governor.explain` without a workload.
    case governorOrder
    /// `governor.explain` with one.
    case rehearsal(Workload)
    /// `supervisor.status`.
    case status
    /// `supervisor.backup`.
    case backup
    /// `config.validate`.
    case validateConfiguration

    /// One mission of a submit.
    public struct Submitted: Equatable, Sendable {
        /// Its id.
        public let missionID: MissionID
        /// False if the same key and body was known.
        public let isNew: Bool
    }
}
