/// What a client asks of the supervisor: the requests on the control socket.
///
/// A `mission` may be any unique prefix of a mission id; the supervisor resolves it first.
public enum ControlCommand: Equatable, Sendable {
    /// `hello`: the first of a connection.
    case hello(ControlHello)
    /// `mission.submit`: 1 to 1000 missions, all or none.
    case missionSubmit([MissionEnvelope], isDryRun: Bool)
    /// `mission.get`: one mission with its attempts.
    case missionGet(MissionID)
    /// `mission.list`.
    case missionList(MissionFilter)
    /// `mission.cancel`.
    case missionCancel(MissionID, OperatorOptions)
    /// `mission.requeue`: stops an open mission and queues it again.
    case missionRequeue(MissionID, OperatorOptions)
    /// `mission.hold`: keeps a queued mission from starting.
    case missionHold(MissionID, OperatorOptions)
    /// `mission.release`: lets a mission start that an operator holds.
    case missionRelease(MissionID, OperatorOptions)
    /// `mission.move`: puts a queued mission into another lane's queue.
    case missionMove(MissionID, to: LaneID, OperatorOptions)
    /// `mission.resolve`: ends a mission that is blocked, or whose processes do not die.
    case missionResolve(MissionID, as: MissionResolution, OperatorOptions)
    /// `mission.why`: why the mission is where it is.
    case missionWhy(MissionID)
    /// `mission.wait`: answers when the mission is terminal, or after the timeout.
    case missionWait(MissionID, timeoutMilliseconds: UInt64?)
    /// `mission.logs`: a piece of an attempt's log.
    case missionLogs(LogRequest)
    /// `lane.list`.
    case laneList
    /// `lane.get`.
    case laneGet(LaneID)
    /// `lane.why`: why the lane is as it is.
    case laneWhy(LaneID)
    /// `lane.pause`: nothing new starts, running work goes on.
    case lanePause(LaneID, OperatorOptions)
    /// `lane.resume`: ends a pause.
    case laneResume(LaneID, OperatorOptions)
    /// `lane.drain`: takes no new work and ends its worker when what runs has ended.
    case laneDrain(LaneID, OperatorOptions)
    /// `lane.undrain`: takes work again.
    case laneUndrain(LaneID, OperatorOptions)
    /// `lane.reroute`: moves what waits, and what comes back, to another lane; or ends that.
    case laneReroute(LaneID, RerouteOrder, OperatorOptions)
    /// `lane.flush`: cancels what waits on the lane, of one class or of every one.
    case laneFlush(LaneID, MissionClass?, OperatorOptions)
    /// `lane.rollout`: which missions without a pin the lane gets.
    case laneRollout(LaneID, RolloutSetting, OperatorOptions)
    /// `lane.restart`: a new worker, after what runs has ended, or at once where forced.
    case laneRestart(LaneID, OperatorOptions)
    /// `lane.reset`: forgets start-up crashes, so that a parked lane starts again.
    case laneReset(LaneID, OperatorOptions)
    /// `pool.list`.
    case poolList
    /// `pool.get`: one pool by its name.
    case poolGet(String)
    /// `pool.set`: holds a pool, so that nothing starts in it.
    case poolSet(String, PoolSetting, OperatorOptions)
    /// `pool.clear`: forgets everything that is known against a pool.
    case poolClear(String, OperatorOptions)
    /// `pool.probe`: lets one run find out at once whether the provider serves.
    case poolProbe(String, OperatorOptions)
    /// `governor.explain`: what starts next and why the first of each line waits; or what would
    /// become of a workload on an empty machine with the configuration in force.
    case governorExplain(Workload?)
    /// `events.subscribe`: events from a cursor on, as `event` notifications.
    case eventsSubscribe(EventFilter)
    /// `supervisor.status`.
    case supervisorStatus
    /// `supervisor.estop`: nothing starts and what runs is interrupted, until `thaw`.
    case supervisorEstop(OperatorOptions)
    /// `supervisor.thaw`: ends an emergency stop.
    case supervisorThaw(OperatorOptions)
    /// `supervisor.reexec`: replaces the running program by the one on disk, same pid.
    case supervisorReexec
    /// `supervisor.backup`: a consistent copy of the ledger, checked, in the state folder.
    case supervisorBackup
    /// `config.reload`: reads the configuration again.
    case configReload
    /// `config.validate`: says what is wrong with the configuration file, and changes nothing.
    case configValidate

    /// The least role that may say this.
    public var requiredRole: Role {
        switch self {
        case .hello, .missionGet, .missionList, .missionWhy, .missionWait, .missionLogs, .laneList,
            .laneGet, .laneWhy, .poolList, .poolGet, .governorExplain, .eventsSubscribe,
            .supervisorStatus,
            .configValidate:
            .viewer
        case .missionSubmit:
            .submitter
        case .missionCancel, .missionRequeue, .missionHold, .missionRelease, .missionMove,
            .missionResolve, .lanePause, .laneResume, .laneDrain, .laneUndrain, .laneReroute,
            .laneFlush, .laneRollout, .laneRestart, .laneReset, .poolSet, .poolClear,
            .poolProbe, .supervisorEstop, .supervisorThaw, .supervisorReexec,
            .supervisorBackup, .configReload:
            .operator
        }
    }
}
