import Protocol

/// The cells of `HealthModel`, as a transaction tells of them.
enum HealthCell {
    /// What happens to it.
    enum Event: Int, CaseIterable {
        /// A run ends that failed by the lane's fault.
        case failed
        /// A run ends that the lane did its part for.
        case ended
        /// A run ends that says nothing about the lane.
        case passed
        /// One mission is let through from now on.
        case letThrough
        case resetRequested
        case removed
    }

    static let eventNames = Event.allCases.map { "\($0)" }
    static let stateNames = LaneHealth.State.allCases.map(\.rawValue)

    static func ordinal(of record: LaneRecord) -> Int {
        switch record.health.state {
        case .healthy: 0
        case .ejected: 1
        case .probing: 2
        }
    }

    /// What the end of an attempt is; nil for one that is open.
    static func event(_ attempt: AttemptRecord) -> Event? {
        guard let outcome = attempt.outcome else { return nil }
        switch (outcome, attempt.scope) {
        case (.failed, .lane): return .failed
        case (.completed, _), (.failed, .mission), (.failed, .session), (.failed, nil):
            return .ended
        case (.failed, .pool), (.failed, .host), (.failed, .operator), (.cancelled, _),
            (.timedOut, _), (.interrupted, _), (.crashed, _), (.deferred, _):
            return .passed
        }
    }

    /// What a lane's row tells of, by what it was.
    static func event(from old: LaneRecord, to new: LaneRecord) -> Event? {
        if new.status == .retired { return old.status == .retired ? nil : .removed }
        return old.health.state == .ejected && new.health.state == .probing ? .letThrough : nil
    }
}
