import DataStructures
import Protocol

/// What copies of missions may use on a lane in a day: counted like the lane's own day, beside it.
///
/// Spent, no copy is sent to the lane and none starts until midnight UTC or a reload that raises it;
/// what runs goes on. Nothing tells of it: a copy that does not run is nobody's loss.
extension ControlPlane {
    /// Notes on which lanes copies have used up their budget of the day, and on which no more.
    mutating func watchShadowBudgets(at now: Instant, into effects: inout [Effect]) {
        for id in lanes.touchedKeys {
            let found = lanes.look(at: id) { lane in
                (
                    isSpent: lane.spentShadowBound(at: now.wall) != nil,
                    wasSpent: lane.record.shadowUsage.isSpent,
                    isNewDay: lane.record.shadowUsage.day(at: now.wall)
                        > lane.record.shadowUsage.day
                )
            }
            guard let found, found.isSpent || found.wasSpent,
                found.isSpent != found.wasSpent || found.isNewDay
            else { continue }
            // What it was decided by is written with it.
            if found.isSpent { saveUsage(of: id, at: now, into: &effects) }
            lanes.modify(id) { lane in
                lane.record.shadowUsage.advance(to: now.wall)
                lane.record.shadowUsage.isSpent = found.isSpent
            }
        }
    }

    /// When a lane whose copies have used up their budget of the day is to be looked at again; nil if
    /// they have not.
    func nextShadowLook(of lane: Lane, at now: Instant) -> MonotonicTime? {
        guard lane.record.shadowUsage.isSpent else { return nil }
        // Civil time can be set: look again after a minute at the latest.
        let rest = lane.record.shadowUsage.end(at: now.wall).since(now.wall)
        return now.boot + min(rest, .seconds(60))
    }
}
