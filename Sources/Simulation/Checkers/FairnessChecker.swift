import ControlPlane
import DataStructures
import Protocol

/// Of two sources that could both start on a lane, one that is ahead of its share does not go first.
///
/// Minimum shares aside; over all lanes of a pool, or on a lane alone. So none gets ahead of another
/// that can start all the while by more than one start of each: `starts1 / weight1 - starts2 /
/// weight2` is at most `1 / weight1 + 1 / weight2`.
///
/// How far one is ahead is kept as a range, because not all of it is written: whether the oldest of
/// its class started by its turn or as a minimum share, and how much of a lead was lost to a start
/// elsewhere in the pool that the other could not have had. What is not known widens the range, but
/// never beyond one start of each, and a start is reported only if it is unfair for the whole range.
/// That is the error: each time something is not known, a source may get as much too much unseen.
struct FairnessChecker: Checker {
    static let rule = "fair share"

    /// Where starts are weighed against each other.
    private enum Group: Comparable, Hashable {
        case pool(String)
        case lane(LaneID)
    }

    /// A class in a group.
    private struct Place: Comparable, Hashable {
        let group: Group
        let rank: Int

        static func < (lhs: Place, rhs: Place) -> Bool {
            (lhs.group, lhs.rank) < (rhs.group, rhs.rank)
        }
    }

    /// Two sources of which one may be ahead of the other.
    private struct Pair: Comparable, Hashable {
        let ahead: String
        let behind: String

        var reversed: Pair { Pair(ahead: behind, behind: ahead) }

        static func < (lhs: Pair, rhs: Pair) -> Bool {
            (lhs.ahead, lhs.behind) < (rhs.ahead, rhs.behind)
        }
    }

    /// How far one is ahead, at least and at most; below 0 it is behind.
    private struct Lead: Equatable {
        var least: Int
        var most: Int

        var reversed: Lead { Lead(least: -most, most: -least) }

        /// After a start of its own that costs so much: what it was behind by more than others is
        /// not made up for.
        func started(cost: Int) -> Lead {
            Lead(least: cost + min(least, 0), most: cost + min(most, 0))
        }

        /// Either of both.
        func or(_ other: Lead) -> Lead {
            Lead(least: min(least, other.least), most: max(most, other.most))
        }
    }

    /// The cost of a start of weight 1; every weight that is drawn divides it.
    private static let cost = 5_040

    private var board = StartBoard()
    private var leads = OrderedTable<Place, OrderedTable<Pair, Lead>>()
    /// How often the oldest of a class was passed over at most, on a lane and in a pool.
    private var passedOver = OrderedTable<Place, Int>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        if case .turnBegan(let instant) = observation { board.turnBegan(at: instant) }
        if case .supervisorStarted = observation {
            leads = OrderedTable()
            passedOver = OrderedTable()
            board.supervisorStarted()
        }
        if case .configured(let configuration) = observation {
            // Turns are given anew.
            leads = OrderedTable()
            board.configure(configuration)
        }
        guard case .committed(let writes) = observation else { return nil }
        board.prepare(writes)
        for write in writes {
            if case .insertAttempt(let attempt) = write, let problem = started(attempt) {
                return problem
            }
            board.apply(write)
        }
        return nil
    }

    private mutating func started(_ attempt: AttemptRecord) -> String? {
        guard let row = board.rows[attempt.missionID] else { return nil }
        let ready = board.ready(on: attempt.vpID, at: attempt.dispatchedAt)
        defer { countPassedOver(by: row, on: attempt.vpID, at: attempt.dispatchedAt) }
        guard row.missionClass != .deadline else { return nil }
        let rivals = ready.filter { $0.missionClass == row.missionClass }
        let mayBeShare = mayBeShare(row, among: rivals, on: attempt.vpID)
        if mayBeShare, ready.contains(where: { $0.missionClass.rank < row.missionClass.rank }) {
            // It is one, and nobody's turn.
            return nil
        }
        var able = rivals.map(\.source)
        able.append(row.source)
        return take(row, able, mayBeShare: mayBeShare, on: attempt.vpID)
    }

    /// The start of a source moves its turn, and what others are ahead of each other where they
    /// could not have had it.
    private mutating func take(
        _ row: StartBoard.Row,
        _ able: [String],
        mayBeShare: Bool,
        on lane: LaneID
    ) -> String? {
        let place = Place(group: group(of: lane), rank: row.missionClass.rank)
        var known = leads[place] ?? OrderedTable()
        for other in able where other != row.source {
            let pair = Pair(ahead: row.source, behind: other)
            if known[pair] == nil {
                known[pair] = Lead(least: -cost(other), most: cost(row.source))
            }
        }
        for (pair, lead) in known {
            if pair.ahead == row.source {
                let isUnfair = able.contains(pair.behind) && lead.least > 0
                if isUnfair, !mayBeShare {
                    return "source \"\(row.source)\" is \(lead.least) ahead of \"\(pair.behind)\""
                        + " and starts before it on lane \(lane)"
                }
                let turn = isUnfair ? lead : lead.started(cost: cost(row.source))
                known[pair] = mayBeShare ? turn.or(lead) : turn
                known[pair.reversed] = known[pair]?.reversed
            } else if pair.behind != row.source,
                !(able.contains(pair.ahead) && able.contains(pair.behind))
            {
                known[pair] = lead.or(Lead(least: 0, most: 0))
            }
        }
        leads[place] = known
        return nil
    }

    // MARK: Minimum shares

    /// True if the start may be the minimum share of its class.
    private func mayBeShare(
        _ row: StartBoard.Row,
        among rivals: [StartBoard.Row],
        on lane: LaneID
    ) -> Bool {
        guard row.missionClass != .interactive, !rivals.contains(where: { $0.order < row.order })
        else { return false }
        let early = board.pool(of: lane) == nil ? 2 : 3
        return groups(of: lane).contains { group in
            let place = Place(group: group, rank: row.missionClass.rank)
            return passedOver[place, default: 0] >= board.shareEvery - early
        }
    }

    /// Counts a start against every lower class but one whose oldest mission it surely is.
    private mutating func countPassedOver(
        by row: StartBoard.Row,
        on lane: LaneID,
        at now: WallTime
    ) {
        for group in groups(of: lane) {
            for missionClass in [MissionClass.deadline, .background] {
                let place = Place(group: group, rank: missionClass.rank)
                let isOldest =
                    row.missionClass == missionClass
                    && !ready(missionClass, in: group, at: now).contains { $0.order < row.order }
                passedOver[place] = isOldest ? 0 : passedOver[place, default: 0] + 1
            }
        }
    }

    private func ready(
        _ missionClass: MissionClass,
        in group: Group,
        at now: WallTime
    ) -> [StartBoard.Row] {
        let lanes: [LaneID] =
            switch group {
            case .lane(let lane): [lane]
            case .pool(let name): board.lanes(ofPool: name)
            }
        return lanes.flatMap { board.ready(on: $0, at: now) }
            .filter { $0.missionClass == missionClass }
    }

    private func groups(of lane: LaneID) -> [Group] {
        [.lane(lane)] + (board.pool(of: lane).map { [.pool($0)] } ?? [])
    }

    private func group(of lane: LaneID) -> Group {
        board.pool(of: lane).map { .pool($0) } ?? .lane(lane)
    }

    private func cost(_ source: String) -> Int { Self.cost / board.weight(of: source) }
}
