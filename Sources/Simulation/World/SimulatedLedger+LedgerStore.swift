import ControlPlane
import DataStructures
import Protocol

/// What the conformance suite of ledgers asks of it.
extension SimulatedLedger: LedgerStore {
    /// Why a transaction was refused.
    struct Refusal: Error {
        let message: String
    }

    mutating func commit(_ writes: [LedgerWrite]) throws(Refusal) {
        var changed = self
        if let refusal = changed.take(writes) { throw Refusal(message: refusal) }
        self = changed
    }

    func known(for envelope: MissionEnvelope) throws(Refusal) -> KnownMission? {
        known(envelope)
    }

    func mission(_ missionID: MissionID) throws(Refusal) -> MissionView? {
        guard let mission = missions[missionID] else { return nil }
        var view = MissionView(envelope: mission.envelope, state: mission.state)
        view.attempts = mission.runs.compactMap { attempts[$0] }
        return view
    }

    func launchMaterial(_ missionID: MissionID) throws(Refusal) -> MissionEnvelope? {
        missions[missionID]?.envelope
    }

    func events(after sequence: UInt64, limit: Int) throws(Refusal) -> [EventRecord] {
        Array(events.dropFirst(Int(sequence)).prefix(limit))
    }
}
