import DataStructures
import Protocol

/// The missions that are certain to be ready on one lane, as far as they are compared.
struct WaitingLine {
    /// A place in a line: lower starts first.
    struct Place: Comparable {
        /// 1 for what is late already.
        var lateness = 0
        /// A deadline, or since when it waits, in nanoseconds.
        var nanoseconds: Int64
        var mission: MissionID

        /// True if it comes before another whatever their ages, which are not known.
        func isDueBefore(_ other: Place) -> Bool {
            (lateness, nanoseconds) < (other.lateness, other.nanoseconds)
        }

        static func < (lhs: Place, rhs: Place) -> Bool {
            (lhs.lateness, lhs.nanoseconds, lhs.mission)
                < (rhs.lateness, rhs.nanoseconds, rhs.mission)
        }
    }

    /// Interactive ones, by how long they wait, and since when.
    var interactive = OrderedTable<Place, WallTime>()
    /// Deadline ones that need no session, in the order of their deadlines, and since when they wait.
    var deadlines = OrderedTable<Place, WallTime>()
    /// Interactive ones of which it is not known when they are ready.
    var uncertainCount = 0

    /// The first interactive mission that has waited since before a time.
    func interactive(before now: WallTime) -> MissionID? {
        guard let first = interactive.first, first.value < now else { return nil }
        return first.key.mission
    }

    /// The deadline mission that comes first, if it has waited since before a time and comes before
    /// a place.
    func deadline(before now: WallTime, _ place: Place?) -> MissionID? {
        guard let first = deadlines.first, first.value < now else { return nil }
        if let place, !first.key.isDueBefore(place) { return nil }
        return first.key.mission
    }
}
