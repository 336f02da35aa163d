/// What became of one mission of a workload in a rehearsal.
public struct RehearsedMission: Equatable, Sendable {
    /// How far it came.
    public enum Outcome: String, CaseIterable, Hashable, Sendable {
        /// A run of it was started.
        case started
        /// It was refused when it arrived.
        case refused
        /// Its deadline ended it before it could start.
        case expired
        /// It was still waiting when the rehearsal ended.
        case waiting
    }

    /// Its place in the workload, from 1.
    public var number: Int
    /// The id that the workload gave it; nil for none.
    public var missionID: MissionID?
    /// The key that the workload gave it; nil for none.
    public var idempotencyKey: String?
    /// The lane of its first run, or the one that it waited on; nil if no lane took it.
    public var vpID: LaneID?
    /// Its class.
    public var missionClass: MissionClass
    /// Who would send it.
    public var source: String
    /// How far it came.
    public var outcome = Outcome.waiting
    /// When it arrived, in milliseconds after the beginning.
    public var arriveAtMilliseconds: UInt64
    /// When its first run was started; nil if none was.
    public var startAtMilliseconds: UInt64?
    /// When it was terminal; nil if it was not.
    public var endAtMilliseconds: UInt64?
    /// How many runs of it were started.
    public var attemptCount = 0
    /// Why it did not start at once, as `why` said right after it arrived; why it was refused, or
    /// ended without a run; why it waited at the end.
    ///
    /// Nil if it started at once.
    public var reason: ReasonCode?
    /// The sentence of the reason.
    public var summary: String?

    /// Describes a mission of which nothing has happened.
    ///
    /// - Parameters:
    ///   - mission: Of the workload.
    ///   - number: Its place there, from 1.
    public init(_ mission: WorkloadMission, number: Int) {
        self.number = number
        missionID = mission.envelope.missionID
        idempotencyKey = mission.envelope.idempotencyKey
        missionClass = mission.envelope.missionClass
        source = mission.envelope.source
        arriveAtMilliseconds = mission.arriveAtMilliseconds
    }

    /// How long it waited for its first run, in milliseconds; nil if there was none.
    public var waitedMilliseconds: UInt64? {
        startAtMilliseconds.map { $0 - min($0, arriveAtMilliseconds) }
    }
}
