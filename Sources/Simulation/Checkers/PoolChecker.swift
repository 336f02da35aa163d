import ControlPlane
import Protocol

/// No start makes a pool exceed its slots, or what is not interactive exceed those that are not
/// reserved, whichever lanes its runs are on.
struct PoolChecker: Checker {
    static let rule = "pools"

    private var board = StartBoard()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        if case .supervisorStarted = observation { board.supervisorStarted() }
        if case .configured(let configuration) = observation { board.configure(configuration) }
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            board.apply(write)
            guard case .insertAttempt(let attempt) = write else { continue }
            // What the same turn unblocks after the start has taken its permit back by itself.
            if let excess = board.excessOfPool(by: attempt) { return excess }
        }
        return nil
    }
}
