import ControlPlane
import DataStructures
import Protocol

/// Tells copies of missions from missions: most rules are about missions, and hold as if there were
/// no copies.
struct CopyFilter {
    /// What is left of a transaction.
    enum Part {
        /// What is written of missions and of everything else, and nothing of copies.
        case missions
        /// As `missions`, and the attempts of copies: they take slots and permits, and are in nobody's
        /// line.
        case runs
        /// Everything but what is written of missions.
        case copies
    }

    private var copies = LookupTable<MissionID, Bool>()

    /// Remembers the copies that a transaction brings.
    mutating func note(_ observation: Observation) {
        guard case .committed(let writes) = observation else { return }
        for case .insertMission(let envelope, _) in writes where envelope.isCopy {
            if let id = envelope.missionID { copies[id] = true }
        }
    }

    /// A fact as somebody sees it who sees only a part of a transaction; all others are whole.
    func observation(_ observation: Observation, showing part: Part) -> Observation {
        guard case .committed(let writes) = observation, part == .copies || !copies.isEmpty else {
            return observation
        }
        return .committed(writes.filter { shows($0, in: part) })
    }

    /// True if a write is of this part.
    func shows(_ write: LedgerWrite, in part: Part) -> Bool {
        switch write {
        case .insertMission(let envelope, _): envelope.isCopy == (part == .copies)
        case .updateMission(let id, _): isCopy(id) == (part == .copies)
        case .insertAttempt(let attempt), .updateAttempt(let attempt):
            part == .runs || isCopy(attempt.missionID) == (part == .copies)
        case .saveLane, .savePool, .saveEstop, .appendEvent, .markCleanStop: true
        }
    }

    /// True for a copy that was written.
    func isCopy(_ id: MissionID) -> Bool { copies[id] == true }
}
