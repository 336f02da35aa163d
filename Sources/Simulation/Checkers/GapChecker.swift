import ControlPlane
import DataStructures
import Protocol

/// No worker is killed for its silence in the first turn after the supervisor could not listen for
/// more than a second.
struct GapChecker: Checker {
    static let rule = "a gap proves nothing"

    private var turnAt: Instant?
    private var gap = Interval.zero

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .supervisorStarted:
            turnAt = nil
            gap = .zero
        case .turnBegan(let now):
            gap = turnAt.map { now.boot.since($0.boot) } ?? .zero
            turnAt = now
        case .committed(let writes):
            guard gap > .seconds(1) else { return nil }
            for case .appendEvent(let event) in writes where isKill(event) {
                let lane = event.vpID.map(\.rawValue) ?? ""
                return "the worker of lane \(lane) is killed for its silence in a gap of"
                    + " \(gap.wholeMilliseconds) ms"
            }
        case .configured, .performed, .acknowledged, .exited, .workerStarted, .workerEnded,
            .runStarted, .workDone, .survivorsTold, .runEnded, .stopDelivered, .resultMade,
            .resultDurable, .resultDeleted:
            break
        }
        return nil
    }

    /// What was decided in an earlier turn, whose commit failed, is not this turn's.
    private func isKill(_ event: EventRecord) -> Bool {
        event.type == .sessionRecovering && event.reason == .leaseExpired
            && event.emittedAt == turnAt?.wall
    }
}
