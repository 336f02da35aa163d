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
            let change = lanes.look(at: id) { Self.changeOfShadowDay(of: $0, at: now.wall) }
            guard let isSpent = change ?? nil else { continue }
            // What it was decided by is written with it.
            if isSpent { saveUsage(of: id, at: now, into: &effects) }
            lanes.modify(id) { lane in
                lane.record.shadowUsage.advance(to: now.wall)
                lane.record.shadowUsage.isSpent = isSpent
            }
        }
    }

    /// Whether a lane's day of copies is spent now; nil if that is what its record says.
    private static func changeOfShadowDay(of lane: Lane, at now: WallTime) -> Bool? {
        let standing = lane.record.shadowUsage
        let isSpent = lane.spentShadowBound(at: now) != nil
        guard isSpent == standing.isSpent else { return isSpent }
        // A new day may be spent as well, by what was heard and not written before it began.
        return isSpent && standing.day(at: now) > standing.day ? true : nil
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
