import ControlPlane
import Protocol

/// Events are numbered without a gap.
struct EventSequenceChecker: Checker {
    static let rule = "events without a gap"

    private var last: UInt64 = 0

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for case .appendEvent(let event) in writes {
            guard event.sequence == last + 1 else {
                return "event \(event.sequence) follows event \(last)"
            }
            last = event.sequence
        }
        return nil
    }
}
