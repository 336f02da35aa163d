import Protocol

/// The cells of `LaneMachine`.
enum LaneCell {
    /// What happens to it.
    enum Event: Int, CaseIterable {
        case drainRequested
        case undrained
        case paused
        case resumed
        case restartRequested
        case rerouted
        case flushed
        case rolledOut
        case emptied
    }

    static let eventNames = Event.allCases.map { "\($0)" }

    static func ordinal(of record: LaneRecord) -> Int {
        let paused = record.isPaused ? 3 : 0
        switch record.admission {
        case .open: return 0 + paused
        case .draining: return 1 + paused
        case .drained: return 2 + paused
        }
    }

    /// The lane that a command is about, and its cell.
    static func command(_ command: ControlCommand) -> (LaneID, Event)? {
        switch command {
        case .laneDrain(let lane, _): (lane, .drainRequested)
        case .laneUndrain(let lane, _): (lane, .undrained)
        case .lanePause(let lane, _): (lane, .paused)
        case .laneResume(let lane, _): (lane, .resumed)
        case .laneRestart(let lane, _): (lane, .restartRequested)
        case .laneReroute(let lane, _, _): (lane, .rerouted)
        case .laneFlush(let lane, _, _): (lane, .flushed)
        case .laneRollout(let lane, _, _): (lane, .rolledOut)
        case .hello, .missionSubmit, .missionGet, .missionList, .missionCancel, .missionRequeue,
            .missionHold, .missionRelease, .missionMove, .missionResolve,
            .missionWhy, .missionWait, .missionLogs,
            .laneList, .laneGet, .laneWhy,
            .laneReset,
            .eventsSubscribe, .supervisorStatus, .supervisorEstop, .supervisorThaw,
            .supervisorReexec, .supervisorBackup,
            .configReload, .configValidate, .poolList, .poolGet, .poolSet, .poolClear, .poolProbe,
            .governorExplain:
            nil
        }
    }
}
