import Protocol

/// The cells of `MissionMachine`: commands, the start of an attempt, and each outcome of one.
enum MissionCell {
    /// What happens to it.
    enum Event: Int, CaseIterable {
        case cancelRequested
        case requeueRequested
        case holdRequested
        case releaseRequested
        case moveRequested
        case resolveRequested
        case dispatched
        case completed
        case failed
        case cancelled
        case timedOut
        case interrupted
        case crashed
        case deferred

        init(_ outcome: AttemptOutcome) {
            switch outcome {
            case .completed: self = .completed
            case .failed: self = .failed
            case .cancelled: self = .cancelled
            case .timedOut: self = .timedOut
            case .interrupted: self = .interrupted
            case .crashed: self = .crashed
            case .deferred: self = .deferred
            }
        }
    }

    static let eventNames = Event.allCases.map { "\($0)" }

    /// The mission that a command is about, and its cell.
    static func command(_ command: ControlCommand) -> (MissionID, Event)? {
        switch command {
        case .missionCancel(let mission, _): (mission, .cancelRequested)
        case .missionRequeue(let mission, _): (mission, .requeueRequested)
        case .missionHold(let mission, _): (mission, .holdRequested)
        case .missionRelease(let mission, _): (mission, .releaseRequested)
        case .missionMove(let mission, _, _): (mission, .moveRequested)
        case .missionResolve(let mission, _, _): (mission, .resolveRequested)
        case .hello, .missionSubmit, .missionGet, .missionList, .missionWhy, .missionWait,
            .missionLogs, .laneList, .laneGet, .laneWhy, .lanePause, .laneResume, .laneDrain,
            .laneUndrain, .laneReroute, .laneFlush, .laneRollout, .laneRestart, .laneReset,
            .poolList, .poolGet,
            .poolSet,
            .poolClear, .poolProbe, .governorExplain, .eventsSubscribe,
            .supervisorStatus, .supervisorEstop, .supervisorThaw,
            .supervisorReexec, .supervisorBackup, .configReload, .configValidate:
            nil
        }
    }
}
