import Protocol

/// How often the oldest waiting mission of each lower class was passed over, on one lane or in one
/// pool; when a class is due, its oldest mission is what starts next.
///
/// Of `every` starts that the oldest mission of a class could have had, it gets at least one, so
/// that the n-th oldest starts within `every * n` of them. A start counts only if the class had a
/// slot that is not kept for interactive missions.
struct MinimumShare: Equatable, Sendable {
    /// The classes that others go before, in their order.
    static let lowerClasses: [MissionClass] = [.deadline, .background]

    /// By the order of `lowerClasses`.
    private var passedOverCounts = [0, 0]

    /// How often the oldest mission of a class was passed over.
    func passedOverCount(of missionClass: MissionClass) -> Int {
        Self.lowerClasses.firstIndex(of: missionClass).map { passedOverCounts[$0] } ?? 0
    }

    /// The classes whose oldest mission goes next, the one that was passed over most first.
    ///
    /// One start early for each further class, because two can be due at once. The first of them
    /// could always be passed over by the second otherwise, where it cannot have every start.
    func dues(every: Int) -> [Due] {
        let least = every - Self.lowerClasses.count
        guard passedOverCounts.contains(where: { $0 >= least }) else { return [] }
        return zip(Self.lowerClasses, passedOverCounts)
            .filter { $0.1 >= least }
            .map { Due(missionClass: $0.0, passedOverCount: $0.1) }
            .sorted()
    }

    /// Counts a start.
    ///
    /// - Parameter standings: How each of `lowerClasses` stood when the start was decided.
    mutating func count(_ standings: [Standing]) {
        for (index, standing) in standings.enumerated() {
            switch standing {
            case .absent, .served: passedOverCounts[index] = 0
            case .passedOver: passedOverCounts[index] += 1
            case .unable: break
            }
        }
    }

    /// A class whose oldest mission goes next.
    struct Due: Comparable, Sendable {
        let missionClass: MissionClass
        let passedOverCount: Int

        /// The one that was passed over more often comes first, then the higher class.
        static func < (lhs: Due, rhs: Due) -> Bool {
            (rhs.passedOverCount, lhs.missionClass.rank)
                < (lhs.passedOverCount, rhs.missionClass.rank)
        }
    }

    /// How a class stood at a start.
    enum Standing {
        /// Nothing of it waits.
        case absent
        /// Something waits, but it could not have had this start.
        case unable
        /// Its oldest mission could have had the start, which went to another.
        case passedOver
        /// The start went to its oldest mission.
        case served
    }
}
