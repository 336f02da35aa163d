public import Protocol

/// One change of the ledger.
///
/// All of a turn's are one transaction, in order.
public enum LedgerWrite: Equatable, Sendable {
    /// A new mission. The envelope has its `missionID`.
    case insertMission(MissionEnvelope, MissionState)
    /// What changed in a mission. A terminal row refuses it.
    case updateMission(MissionID, MissionState)
    /// A new attempt, open.
    case insertAttempt(AttemptRecord)
    /// What changed in an attempt.
    case updateAttempt(AttemptRecord)
    /// A lane, new or changed.
    case saveLane(LaneRecord)
    /// Who stopped all work, why and when; nil ends that.
    case saveEstop(OperatorChange?)
    /// A pool, new or changed.
    case savePool(PoolRecord)
    /// An event; its sequence number is one more than the last one's.
    case appendEvent(EventRecord)
    /// The supervisor ended as it was asked to: the next start is not a recovery.
    case markCleanStop
}
