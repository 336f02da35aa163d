import DataStructures
import Protocol

/// Every acknowledged submit is in the ledger with that body.
struct SubmitChecker: Checker {
    static let rule = "acknowledged submits are in the ledger"

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .acknowledged(let envelope, let id) = observation else { return nil }
        guard ledger.missions.contains(id) else {
            return "mission \(id) is acknowledged and not in the ledger"
        }
        guard let difference = ledger.difference(envelope, id) else { return nil }
        return "mission \(id) is acknowledged and differs in \(difference)"
    }
}
