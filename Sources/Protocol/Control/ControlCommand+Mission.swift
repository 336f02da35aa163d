extension ControlCommand {
    /// The one mission that the command is about, as a client gave it; nil for every other command.
    public var mission: MissionID? {
        get {
            switch self {
            case .missionGet(let id), .missionCancel(let id, _), .missionRequeue(let id, _),
                .missionHold(let id, _), .missionRelease(let id, _), .missionMove(let id, _, _),
                .missionResolve(let id, _, _), .missionWhy(let id), .missionWait(let id, _):
                id
            case .missionLogs(let request): request.missionID
            case .eventsSubscribe(let filter): filter.missionID
            case .hello, .missionSubmit, .missionList, .laneList, .laneGet, .laneWhy, .lanePause,
                .laneResume, .laneDrain, .laneUndrain, .laneReroute, .laneFlush, .laneRollout,
                .laneRestart, .laneReset, .poolList, .poolGet, .poolSet, .poolClear, .poolProbe,
                .governorExplain,
                .supervisorStatus, .supervisorEstop, .supervisorThaw,
                .supervisorReexec, .supervisorBackup, .configReload,
                .configValidate:
                nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .missionGet: self = .missionGet(newValue)
            case .missionCancel(_, let options): self = .missionCancel(newValue, options)
            case .missionRequeue(_, let options): self = .missionRequeue(newValue, options)
            case .missionHold(_, let options): self = .missionHold(newValue, options)
            case .missionRelease(_, let options): self = .missionRelease(newValue, options)
            case .missionMove(_, let lane, let options):
                self = .missionMove(newValue, to: lane, options)
            case .missionWhy: self = .missionWhy(newValue)
            case .missionResolve(_, let resolution, let options):
                self = .missionResolve(newValue, as: resolution, options)
            case .missionWait(_, let timeout):
                self = .missionWait(newValue, timeoutMilliseconds: timeout)
            case .missionLogs(var request):
                request.missionID = newValue
                self = .missionLogs(request)
            case .eventsSubscribe(var filter):
                filter.missionID = newValue
                self = .eventsSubscribe(filter)
            case .hello, .missionSubmit, .missionList, .laneList, .laneGet, .laneWhy, .lanePause,
                .laneResume, .laneDrain, .laneUndrain, .laneReroute, .laneFlush, .laneRollout,
                .laneRestart, .laneReset, .poolList, .poolGet, .poolSet, .poolClear, .poolProbe,
                .governorExplain,
                .supervisorStatus, .supervisorEstop, .supervisorThaw,
                .supervisorReexec, .supervisorBackup, .configReload,
                .configValidate:
                break
            }
        }
    }
}
