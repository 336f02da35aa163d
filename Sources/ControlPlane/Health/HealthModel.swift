import Protocol

/// Whether a lane is kept out of use for its failures: a circuit breaker over the ends of its runs.
///
///     healthy --ejected--> ejected --its time is over--> probing --good end of the probe--> healthy
///                             ^                             |
///                             +------- bad end of it -------+
///
/// It weighs only what says something about the lane, decides nothing about other lanes, and keeps
/// all that must survive in `memory`.
///
/// Source: Envoy's outlier detection, with failures of local origin left out.
struct HealthModel: Equatable {
    /// What speaks against the lane, with the figures behind it.
    struct Detection: Equatable {
        /// `failuresInARow` or `failureShare`.
        let reason: ReasonCode
        let failureCount: Int
        /// Of how many.
        let evidenceCount: Int
    }

    /// What the end of a probe leads to.
    enum Verdict: Equatable {
        case restored
        case failed
        /// It says nothing about the lane: another mission is let through.
        case undecided
    }

    /// What is written to the lane's row.
    private(set) var memory: LaneHealth
    /// When the ejection ends; nil unless ejected.
    private(set) var ejectedUntil: MonotonicTime?

    /// Goes on from what is remembered.
    ///
    /// However the civil clock was set meanwhile, an ejection lasts no longer than the longest of
    /// `policy`.
    init(_ memory: LaneHealth, under policy: HealthPolicy, at now: Instant) {
        self.memory = memory
        guard memory.state == .ejected else { return }
        let rest = (memory.ejectedUntil ?? now.wall).since(now.wall)
        ejectedUntil = now.boot + min(rest, .seconds(policy.ejectionMaxSeconds))
    }

    /// True while an episode lasts: from the first ejection until the lane is restored.
    var isOut: Bool { memory.state != .healthy }

    /// True if one more run may start, where `memory.probe` is the only one that may while probing.
    var allowsStart: Bool {
        switch memory.state {
        case .healthy: true
        case .ejected: false
        case .probing: memory.probe == nil
        }
    }

    // MARK: Evidence

    /// Takes evidence in.
    ///
    /// - Parameters:
    ///   - isGood: Whether the lane did its part.
    ///   - policy: How much is weighed, and how much is too much.
    /// - Returns: What speaks against the lane now; then what was weighed is forgotten. Nil while it is
    ///   out of use: only the probe counts then.
    mutating func note(isGood: Bool, under policy: HealthPolicy) -> Detection? {
        guard memory.state == .healthy else { return nil }
        memory.failureStreak = isGood ? 0 : memory.failureStreak + 1
        memory.recent.append(isGood)
        memory.recent.removeFirst(max(0, memory.recent.count - policy.window))
        guard !isGood, let detection = detection(under: policy) else { return nil }
        memory.recent = []
        memory.failureStreak = 0
        memory.detectionCount += 1
        return detection
    }

    /// Takes in a failure that something else answers: it counts, and does not speak by itself.
    mutating func noteQuietly(under policy: HealthPolicy) {
        guard memory.state == .healthy else { return }
        memory.failureStreak += 1
        memory.recent.append(false)
        memory.recent.removeFirst(max(0, memory.recent.count - policy.window))
    }

    private func detection(under policy: HealthPolicy) -> Detection? {
        if memory.failureStreak >= policy.failuresInARow {
            return Detection(
                reason: .failuresInARow,
                failureCount: memory.failureStreak,
                evidenceCount: memory.failureStreak
            )
        }
        let failureCount = memory.recent.count { !$0 }
        guard failureCount >= policy.windowFailureCount else { return nil }
        return Detection(
            reason: .failureShare,
            failureCount: failureCount,
            evidenceCount: memory.recent.count
        )
    }

    /// True if the detection just made is one of those that are followed.
    ///
    /// Of a hundred in a row exactly `enforcementPercent` are, spread evenly.
    func isEnforced(under policy: HealthPolicy) -> Bool {
        let percent = policy.enforcementPercent
        let count = memory.detectionCount
        return count * percent / 100 > (count - 1) * percent / 100
    }

    // MARK: Ejection

    /// Keeps the lane out of use for a while, longer each time in a row.
    ///
    /// - Returns: How long.
    mutating func eject(at now: Instant, under policy: HealthPolicy) -> Interval {
        if let restoredAt = memory.restoredAt,
            now.wall.since(restoredAt) >= .seconds(policy.forgetSeconds)
        {
            memory.ejectionCount = 0
        }
        memory.ejectionCount += 1
        let seconds = min(
            policy.ejectionSeconds.multipliedReportingOverflow(by: UInt64(memory.ejectionCount))
                .partialValue,
            policy.ejectionMaxSeconds
        )
        memory.state = .ejected
        memory.probe = nil
        memory.ejectedUntil = now.wall + .seconds(seconds)
        ejectedUntil = now.boot + .seconds(seconds)
        return .seconds(seconds)
    }

    /// Lets one mission through once the time is over.
    ///
    /// - Returns: True if it does from now on.
    mutating func advance(at now: MonotonicTime) -> Bool {
        guard let end = ejectedUntil, now >= end else { return false }
        ejectedUntil = nil
        memory.state = .probing
        return true
    }

    /// A run starts: while probing it is the probe.
    mutating func started(_ run: RunID) {
        if memory.state == .probing { memory.probe = run }
    }

    /// A run ends.
    ///
    /// - Parameters:
    ///   - run: Any run of the lane.
    ///   - isGood: Whether the lane did its part; nil if its end says nothing about the lane.
    /// - Returns: What follows; nil if it is not the probe.
    mutating func ended(_ run: RunID, isGood: Bool?) -> Verdict? {
        guard memory.state == .probing, memory.probe == run else { return nil }
        memory.probe = nil
        switch isGood {
        case true: return .restored
        case false: return .failed
        case nil: return .undecided
        }
    }

    /// Takes the lane into use again.
    mutating func restore(at now: WallTime) {
        memory.state = .healthy
        memory.recent = []
        memory.failureStreak = 0
        memory.ejectedUntil = nil
        memory.probe = nil
        memory.restoredAt = now
        ejectedUntil = nil
    }
}
