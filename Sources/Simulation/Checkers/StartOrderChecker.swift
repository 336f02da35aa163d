import ControlPlane
import DataStructures
import Protocol

/// Nothing starts on a lane before a mission of a higher class that is ready there, nor before one
/// of its own class with an earlier deadline, or older and of the same source; except the oldest of
/// its class after it was passed over as often as the minimum share allows.
///
/// And nothing is passed over more often: the oldest mission of a lower class misses at most
/// `min_share_every - 1` starts of its lane that it could have had, and so many of its pool.
struct StartOrderChecker: Checker {
    static let rule = "order of starts"

    private var board = StartBoard()
    /// By lane and lower class: how often its oldest mission was passed over, at least.
    private var passedOver = OrderedTable<LaneID, OrderedTable<Int, Int>>()
    /// The same at most: with the starts at which the machine may have held it.
    private var passedOverAtMost = OrderedTable<LaneID, OrderedTable<Int, Int>>()
    /// By pool and lower class: at least how often its oldest mission was passed over.
    private var passedOverInPool = OrderedTable<String, OrderedTable<Int, Int>>()

    /// The machine was measured.
    mutating func hostMeasured(_ figures: HostFigures) { board.measured(figures) }

    /// The supervisor that has just started follows no clean stop, on a machine that went down.
    mutating func bootedUncleanly(at now: MonotonicTime) { board.bootedUncleanly(at: now) }

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        if case .turnBegan(let instant) = observation { board.turnBegan(at: instant) }
        if case .supervisorStarted = observation {
            passedOver = OrderedTable()
            passedOverAtMost = OrderedTable()
            passedOverInPool = OrderedTable()
            board.supervisorStarted()
        }
        if case .configured(let configuration) = observation {
            passedOverInPool = OrderedTable()
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

    /// Weighs a start against what the board shows just before it.
    private mutating func started(_ attempt: AttemptRecord) -> String? {
        guard let row = board.rows[attempt.missionID] else { return nil }
        if !attempt.isFreshSession, !board.isSessionFree(on: attempt.vpID) {
            return "\(attempt.runID) continues the session that another run uses"
        }
        let rivals = board.ready(on: attempt.vpID, at: attempt.dispatchedAt)
        if let problem = inversion(attempt, row, rivals) { return problem }
        return count(attempt, row, rivals) ?? countInPool(attempt, row, rivals)
    }

    private func inversion(
        _ attempt: AttemptRecord,
        _ row: StartBoard.Row,
        _ rivals: [StartBoard.Row]
    ) -> String? {
        let first = rivals.first { rival in
            if rival.missionClass != row.missionClass {
                return rival.missionClass.rank < row.missionClass.rank
            }
            return rival.isBefore(row)
        }
        guard let first, !mayBeShare(attempt, row, rivals) else { return nil }
        return "\(attempt.runID) (\(row.missionClass.rawValue)) starts before"
            + " \(first.id) (\(first.missionClass.rawValue)) on lane \(attempt.vpID)"
    }

    /// The oldest of a lower class may be next shortly before it must be; the pool of the lane, if
    /// it has one, counts for itself.
    private func mayBeShare(
        _ attempt: AttemptRecord,
        _ row: StartBoard.Row,
        _ rivals: [StartBoard.Row]
    ) -> Bool {
        guard row.missionClass != .interactive,
            !rivals.contains(where: {
                $0.missionClass == row.missionClass && $0.order < row.order
            })
        else { return false }
        if board.pool(of: attempt.vpID) != nil { return true }
        let count = passedOverAtMost[attempt.vpID]?[row.missionClass.rank] ?? 0
        return count >= board.shareEvery - 2
    }

    private mutating func count(
        _ attempt: AttemptRecord,
        _ row: StartBoard.Row,
        _ rivals: [StartBoard.Row]
    ) -> String? {
        for missionClass in [MissionClass.deadline, .background] {
            let rank = missionClass.rank
            let able = rivals.filter { $0.missionClass == missionClass }
            let waits = able + (row.missionClass == missionClass ? [row] : [])
            guard board.waits(missionClass, on: attempt.vpID, at: attempt.dispatchedAt)
            else {
                forget(rank, on: attempt.vpID)
                continue
            }
            guard let oldest = waits.min(by: { $0.order < $1.order }) else { continue }
            if oldest.id == row.id {
                forget(rank, on: attempt.vpID)
                continue
            }
            guard board.hasRoom(for: missionClass, on: attempt.vpID, at: attempt.dispatchedAt)
            else { continue }
            passedOverAtMost[attempt.vpID, default: OrderedTable()][rank, default: 0] += 1
            guard board.hasHostRoom(at: attempt.dispatchedAt) else { continue }
            let now = (passedOver[attempt.vpID]?[rank] ?? 0) + 1
            passedOver[attempt.vpID, default: OrderedTable()][rank] = now
            if now >= board.shareEvery {
                return "\(oldest.id) (\(missionClass.rawValue)) is passed over the"
                    + " \(now)th time on lane \(attempt.vpID), by \(attempt.runID)"
            }
        }
        return nil
    }

    private mutating func forget(_ rank: Int, on lane: LaneID) {
        passedOver[lane, default: OrderedTable()][rank] = 0
        passedOverAtMost[lane, default: OrderedTable()][rank] = 0
    }

    /// What waits on other lanes of the pool may not be able to start there, which nobody wrote down:
    /// a start counts only if the class waits on the very lane that starts something.
    private mutating func countInPool(
        _ attempt: AttemptRecord,
        _ row: StartBoard.Row,
        _ rivals: [StartBoard.Row]
    ) -> String? {
        guard let pool = board.pool(of: attempt.vpID) else { return nil }
        for missionClass in [MissionClass.deadline, .background] {
            let rank = missionClass.rank
            guard row.missionClass != missionClass,
                board.waits(missionClass, on: attempt.vpID, at: attempt.dispatchedAt)
            else {
                passedOverInPool[pool, default: OrderedTable()][rank] = 0
                continue
            }
            let able = rivals.filter { $0.missionClass == missionClass }
            guard let oldest = able.min(by: { $0.order < $1.order }),
                board.hasRoom(for: missionClass, on: attempt.vpID, at: attempt.dispatchedAt),
                board.hasHostRoom(at: attempt.dispatchedAt)
            else { continue }
            let count = (passedOverInPool[pool]?[rank] ?? 0) + 1
            passedOverInPool[pool, default: OrderedTable()][rank] = count
            if count >= board.shareEvery {
                return "\(oldest.id) (\(missionClass.rawValue)) is passed over the"
                    + " \(count)th time in pool \(pool), by \(attempt.runID)"
            }
        }
        return nil
    }
}
