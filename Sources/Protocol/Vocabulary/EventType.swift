/// The kinds of events.
///
/// `docs/events.md` has them in one table, checked against this enum.
public enum EventType: String, CaseIterable, Hashable, Sendable {
    case sessionCreated = "vp.session.created"
    case sessionResumed = "vp.session.resumed"
    case sessionDegraded = "vp.session.degraded"
    case sessionRecovering = "vp.session.recovering"
    case sessionRecovered = "vp.session.recovered"
    case sessionPaused = "vp.session.paused"
    case sessionRetired = "vp.session.retired"

    case laneSpawned = "vp.lane.spawned"
    case laneReady = "vp.lane.ready"
    case laneExited = "vp.lane.exited"
    case laneAdopted = "vp.lane.adopted"
    case laneParked = "vp.lane.parked"
    case laneRestored = "vp.lane.restored"
    case laneDraining = "vp.lane.draining"
    case laneDrained = "vp.lane.drained"
    case laneOpened = "vp.lane.opened"

    case missionQueued = "vp.mission.queued"
    case missionDispatched = "vp.mission.dispatched"
    case missionAccepted = "vp.mission.accepted"
    case missionStarted = "vp.mission.started"
    case missionProgress = "vp.mission.progress"
    case missionArtifact = "vp.mission.artifact"
    case missionBlocked = "vp.mission.blocked"
    case missionUnblocked = "vp.mission.unblocked"
    case missionRetried = "vp.mission.retried"
    case missionDeferred = "vp.mission.deferred"
    case missionInterrupted = "vp.mission.interrupted"
    case missionCrashed = "vp.mission.crashed"
    case missionCompleted = "vp.mission.completed"
    case missionFailed = "vp.mission.failed"
    case missionCancelled = "vp.mission.cancelled"
    case missionTimedOut = "vp.mission.timed_out"
    case missionSLABreached = "vp.mission.sla_breached"

    case incidentOpened = "vp.incident.opened"
    case incidentClosed = "vp.incident.closed"

    case supervisorStarted = "vp.supervisor.started"
    case supervisorAdopting = "vp.supervisor.adopting"
    case supervisorReady = "vp.supervisor.ready"
    case supervisorStopping = "vp.supervisor.stopping"
}
