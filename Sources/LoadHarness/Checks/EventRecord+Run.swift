import DataStructures
import Protocol

extension EventRecord {
    /// The run that this event says is over; nil for every other event.
    ///
    /// A terminal event without a run is the end of a mission that waited.
    var endedRun: RunID? {
        switch type {
        case .missionCompleted, .missionFailed, .missionCancelled, .missionTimedOut,
            .missionRetried, .missionDeferred, .missionInterrupted, .missionCrashed:
            runID
        // A question keeps its run; a mission that was deferred too often has none.
        case .missionBlocked where reason == .deferralsExhausted:
            runID
        default:
            nil
        }
    }

    /// The run that begins to wait for a person with this event, or goes on; nil for others.
    var questionedRun: RunID? {
        switch type {
        case .missionBlocked where reason != .deferralsExhausted: runID
        case .missionUnblocked: runID
        default: nil
        }
    }

    /// The status in which this event says that a mission has ended; nil for every other event.
    var finalStatus: MissionStatus? {
        switch type {
        case .missionCompleted: .completed
        case .missionFailed: .failed
        case .missionCancelled: .cancelled
        case .missionTimedOut: .timedOut
        default: nil
        }
    }

    /// What the payload says, if it is a text.
    func text(_ name: String) -> String? {
        guard case .string(let text)? = payload[name] else { return nil }
        return text
    }

    /// What the payload says, if it is a whole number.
    func number(_ name: String) -> Int64? {
        guard case .integer(let number)? = payload[name] else { return nil }
        return number
    }
}
