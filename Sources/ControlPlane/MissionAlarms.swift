import DataStructures
import Protocol

/// When missions are to be looked at though nothing happens to them: at a deadline, at a hold's end.
///
/// A mission has one entry a reason at most, which goes when the reason does, so there are never more
/// entries than open missions.
struct MissionAlarms: Equatable {
    /// A time, and whose turn it is among those of the same time.
    private struct Place<Time: Comparable>: Comparable {
        let time: Time
        let order: UInt64

        static func < (lhs: Place, rhs: Place) -> Bool {
            lhs.time == rhs.time ? lhs.order < rhs.order : lhs.time < rhs.time
        }
    }

    /// Civil time can be set: what waits for it is looked at that often.
    private static let patience = Interval.seconds(60)

    private var deadlines = OrderedTable<Place<WallTime>, MissionID>()
    /// Holds until a civil time.
    private var dates = OrderedTable<Place<WallTime>, MissionID>()
    /// Holds for a span, which does not change with civil time.
    private var spans = OrderedTable<Place<MonotonicTime>, MissionID>()

    /// The number of entries.
    var count: Int { deadlines.count + dates.count + spans.count }

    /// Watches the deadline of a mission that has one.
    mutating func armDeadline(of mission: MissionMachine) {
        guard let deadline = mission.envelope.deadlineAt else { return }
        deadlines[Place(time: deadline, order: mission.order)] = mission.id
    }

    /// The deadline of a mission means nothing any more.
    mutating func disarmDeadline(of mission: MissionMachine) {
        guard let deadline = mission.envelope.deadlineAt else { return }
        deadlines[Place(time: deadline, order: mission.order)] = nil
    }

    /// Watches the end of a mission's hold.
    ///
    /// - Parameter mission: One that is held.
    mutating func hold(_ mission: MissionMachine) {
        if let releaseAt = mission.releaseAt {
            spans[Place(time: releaseAt, order: mission.order)] = mission.id
        } else if let heldUntil = mission.state.heldUntil {
            dates[Place(time: heldUntil, order: mission.order)] = mission.id
        }
    }

    /// A mission is not held any more.
    ///
    /// - Parameter mission: As it was when it was held.
    mutating func release(_ mission: MissionMachine) {
        if let releaseAt = mission.releaseAt {
            spans[Place(time: releaseAt, order: mission.order)] = nil
        } else if let heldUntil = mission.state.heldUntil {
            dates[Place(time: heldUntil, order: mission.order)] = nil
        }
    }

    /// Takes the next mission whose deadline has passed; nil if there is none.
    mutating func popDeadline(at now: Instant) -> MissionID? {
        guard let next = deadlines.first, next.key.time <= now.wall else { return nil }
        return deadlines.remove(next.key)
    }

    /// Takes the next mission whose hold is over; nil if there is none.
    mutating func popHold(at now: Instant) -> MissionID? {
        if let next = spans.first, next.key.time <= now.boot { return spans.remove(next.key) }
        guard let next = dates.first, next.key.time <= now.wall else { return nil }
        return dates.remove(next.key)
    }

    /// When to look again; nil if nothing is watched.
    func nextLook(at now: Instant) -> MonotonicTime? {
        let civil = (deadlines.first?.key.time).earlier(dates.first?.key.time)
        let look = civil.map { now.boot + min($0.since(now.wall), Self.patience) }
        return look.earlier(spans.first?.key.time)
    }
}
