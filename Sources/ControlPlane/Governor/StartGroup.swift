import DataStructures
import Protocol

/// Lanes whose starts are weighed against each other: those of a pool, or one alone.
struct StartGroup: Equatable, Sendable {
    /// What a group is named after.
    enum Name: Comparable, Hashable, Sendable {
        case pool(String)
        case lane(LaneID)
    }

    /// Its lanes, ascending.
    var lanes: [LaneID] = []
    private var fairShares: [FairShare]

    /// Creates a group in which nothing waits.
    init() {
        fairShares = Array(repeating: FairShare(), count: MissionClass.allCases.count)
    }

    /// One more mission waits.
    ///
    /// - Returns: Its source's turn; nil in class `deadline`, which knows no turns.
    mutating func arrived(_ envelope: MissionEnvelope) -> FairShare.Turn? {
        guard envelope.missionClass != .deadline else { return nil }
        return fairShares[envelope.missionClass.rank].arrived(envelope.source)
    }

    /// A mission waits no more.
    ///
    /// - Returns: Its source's turn until then; nil in class `deadline`.
    mutating func left(_ envelope: MissionEnvelope) -> FairShare.Turn? {
        guard envelope.missionClass != .deadline else { return nil }
        let rank = envelope.missionClass.rank
        let turn = fairShares[rank].turn(of: envelope.source)
        fairShares[rank].left(envelope.source)
        return turn
    }

    /// A mission that still waits is about to start: its source's turn moves back.
    ///
    /// - Returns: The turn until then and from now on; nil in class `deadline`.
    mutating func started(
        _ source: String,
        of missionClass: MissionClass,
        weight: Int
    ) -> (old: FairShare.Turn, new: FairShare.Turn)? {
        let rank = missionClass.rank
        guard missionClass != .deadline, let old = fairShares[rank].turn(of: source) else {
            return nil
        }
        return (old, fairShares[rank].started(source, weight: weight))
    }
}
