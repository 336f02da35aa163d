import DataStructures
import Protocol

/// What a lane has to do with copies of missions.
extension Lane {
    /// True if copies of missions may be sent to it and run on it, by its configuration and its gate.
    ///
    /// A pause does not end them: what waits waits on.
    var takesCopies: Bool {
        record.rollout.rollout == .shadow && profile.sideEffects == .none && !isRetired
            && gate.state == .open
    }

    /// Copies that are assigned to it and open, waiting or running.
    var openCopyCount: Int { shadows.count + copyRunCount }

    /// True if a copy may start on it by its own state, start rate and slots aside.
    ///
    /// Only where it is plainly well: a copy finds out nothing about the lane's health.
    var startsCopies: Bool {
        takesCopies && canStart && !health.isOut && !record.shadowUsage.isSpent
    }

    /// What copies have used on it on the day that counts now, with what was heard and is not written
    /// yet.
    func shadowUsage(at now: WallTime) -> LaneDayUsage {
        var result = record.shadowUsage
        result.advance(to: now)
        for (_, run) in runs where run.isCopy { result.usage.add(run.unsavedUsage) }
        return result
    }

    /// The first bound of a day of copies of which nothing is left; nil if there is none.
    func spentShadowBound(at now: WallTime) -> BudgetBound? {
        guard !isRetired, policy.shadowBudget != Budget() else { return nil }
        return policy.shadowBudget.bounds(against: shadowUsage(at: now).usage)
            .first(where: \.isSpent)
    }
}
