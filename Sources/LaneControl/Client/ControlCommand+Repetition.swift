import Protocol

extension ControlCommand {
    /// What to do when the connection broke and the command may have been carried out.
    ///
    /// Never again for what does more when it is said twice: a requeue stops the next attempt too,
    /// a restart ends the new worker, a flush cancels what came meanwhile, a probe closes a pool that
    /// was found to be served, a backup makes a second copy, a re-exec runs the program again.
    var repetition: ControlClient.Repetition {
        switch self {
        case .missionWait:
            .always
        case .missionRequeue, .laneRestart, .laneFlush, .poolProbe, .supervisorReexec,
            .supervisorBackup:
            .never
        case .missionSubmit(let missions, _):
            // Without a key the supervisor could not tell the second from another mission.
            missions.allSatisfy { $0.idempotencyKey != nil } ? .once : .never
        case .hello, .missionGet, .missionList, .missionCancel, .missionHold, .missionRelease,
            .missionMove, .missionResolve, .missionWhy,
            .missionLogs,
            .laneList, .laneGet, .laneWhy, .lanePause, .laneResume, .laneDrain, .laneUndrain,
            .laneReroute, .laneRollout, .laneReset, .poolList, .poolGet, .poolSet, .poolClear,
            .governorExplain,
            .eventsSubscribe,
            .supervisorStatus, .supervisorEstop, .supervisorThaw, .configReload, .configValidate:
            .once
        }
    }
}
