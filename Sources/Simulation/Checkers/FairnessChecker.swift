import ControlPlane
import DataStructures
import Protocol

/// Of two sources that could both start on a lane all the while, none is ahead of its share by more
/// than one start of each, minimum shares aside: `starts1 / weight1 - starts2 / weight2` is at most
/// `1 / weight1 + 1 / weight2`.
///
/// Asked of lanes without a pool: there it can be told from what is written which could start.
struct FairnessChecker: Checker {
    static let rule = "fair share"

    /// Two sources of one class on one lane.
    private struct Pair: Comparable, Hashable {
        let lane: LaneID
        let rank: Int
        let first: String
        let second: String

        static func < (lhs: Pair, rhs: Pair) -> Bool {
            (lhs.lane, lhs.rank, lhs.first, lhs.second)
                < (rhs.lane, rhs.rank, rhs.first, rhs.second)
        }
    }

    /// The cost of a start of weight 1; every weight that is drawn divides it.
    private static let cost = 5_040

    private var board = StartBoard()
    private var leads = OrderedTable<Pair, Int>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        if case .turnBegan(let instant) = observation { board.turnBegan(at: instant) }
        if case .supervisorStarted = observation {
            leads = OrderedTable()
            board.supervisorStarted()
        }
        if case .configured(let configuration) = observation {
            // Turns are given anew.
            leads = OrderedTable()
            board.configure(configuration)
        }
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            if case .insertAttempt(let attempt) = write, let problem = started(attempt) {
                return problem
            }
            board.apply(write)
        }
        return nil
    }

    private mutating func started(_ attempt: AttemptRecord) -> String? {
        guard let row = board.rows[attempt.missionID], row.missionClass != .deadline,
            board.pool(of: attempt.vpID) == nil
        else { return nil }
        let ready = board.ready(on: attempt.vpID, at: attempt.dispatchedAt)
        let rivals = ready.filter { $0.missionClass == row.missionClass }
        let isOldest = !rivals.contains { $0.order < row.order }
        let isShare =
            row.missionClass != .interactive && isOldest
            && ready.contains { $0.missionClass.rank < row.missionClass.rank }
        var able = rivals.map(\.source)
        able.append(row.source)
        keep(able, on: attempt.vpID, row.missionClass)
        // Also where the oldest goes first though nothing of a higher class waits, it may be a
        // share: then it says nothing about turns, and what is known begins anew.
        if isShare || (isOldest && row.missionClass != .interactive) {
            leads = leads.removing { $0.lane == attempt.vpID && $0.rank == row.missionClass.rank }
            return nil
        }
        var last = row.source
        for other in able.sorted() where other != row.source && other != last {
            last = other
            if let problem = lead(row, over: other, on: attempt.vpID) { return problem }
        }
        return nil
    }

    /// Forgets pairs of which one could not start.
    private mutating func keep(
        _ able: [String],
        on lane: LaneID,
        _ missionClass: MissionClass
    ) {
        leads = leads.removing { pair in
            pair.lane == lane && pair.rank == missionClass.rank
                && !(able.contains(pair.first) && able.contains(pair.second))
        }
    }

    private mutating func lead(
        _ row: StartBoard.Row,
        over other: String,
        on lane: LaneID
    ) -> String? {
        let rank = row.missionClass.rank
        let own = Self.cost / board.weight(of: row.source)
        let its = Self.cost / board.weight(of: other)
        let ahead = Pair(lane: lane, rank: rank, first: row.source, second: other)
        let behind = Pair(lane: lane, rank: rank, first: other, second: row.source)
        leads[ahead, default: 0] += own
        leads[behind, default: 0] -= own
        guard leads[ahead, default: 0] > own + its else { return nil }
        return "source \"\(row.source)\" is \(leads[ahead, default: 0]) ahead of \"\(other)\","
            + " at most \(own + its) is fair, on lane \(lane)"
    }
}

extension OrderedTable {
    /// The entries whose keys do not match.
    fileprivate func removing(_ matches: (Key) -> Bool) -> OrderedTable {
        var rest = OrderedTable()
        for entry in self where !matches(entry.key) { rest[entry.key] = entry.value }
        return rest
    }
}
