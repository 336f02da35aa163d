import DataStructures
import Protocol

/// A lane's policy while it is read: what `defaults` and then the lane say.
struct LaneDraft {
    /// What was said, on top of the built-in defaults.
    var policy = LanePolicy()
    /// Nil until somebody names it: then it is 1, or 0 of a single slot.
    var reservedSlotCount: Int?
    /// What `rollout` says.
    var rollout = RolloutDraft()
    /// Empty for none.
    var poolName = ""

    /// Applies the rules that concern more than one key.
    ///
    /// - Parameters:
    ///   - name: The lane's.
    ///   - path: Where the lane is.
    ///   - laneNames: The lanes that exist.
    ///   - profiles: The profiles that exist.
    ///   - poolNames: The pools that exist.
    ///   - problems: Gets what is wrong.
    /// - Returns: The policy; of no use if there were problems.
    func finished(
        name: String,
        at path: String,
        laneNames: [String],
        profiles: OrderedTable<String, RuntimeProfile>,
        poolNames: [String],
        problems: inout ConfigurationProblems
    ) -> LanePolicy {
        var result = policy
        result.reservedSlotCount = reservedSlotCount ?? min(1, policy.slotCount - 1)
        if result.reservedSlotCount >= result.slotCount {
            problems.add(
                "\(path).reserved_slots",
                "\(result.reservedSlotCount) is not below slots \(result.slotCount)",
                allowed: "0 to slots - 1"
            )
        }
        result.rollout = rollout.rollout
        checkProfile(at: path, among: profiles, problems: &problems)
        result.pool = poolName.isEmpty ? nil : poolName
        if let pool = result.pool, !poolNames.contains(pool) {
            problems.add(
                "\(path).pool",
                "no pool has the name \"\(pool)\"",
                allowed: poolNames.isEmpty
                    ? "name it in pools first"
                    : ConfigurationKey<LaneDraft>.hint(for: pool, among: poolNames)
            )
        }
        checkFallback(of: name, at: path, among: laneNames, problems: &problems)
        checkOrder(at: path, problems: &problems)
        return result
    }

    /// A lane that would have to run copies and may not would wait for them in vain.
    private func checkProfile(
        at path: String,
        among profiles: OrderedTable<String, RuntimeProfile>,
        problems: inout ConfigurationProblems
    ) {
        guard let profile = profiles[policy.profile] else {
            problems.add(
                "\(path).profile",
                "no profile has the name \"\(policy.profile)\"",
                allowed: ConfigurationKey<LaneDraft>.hint(
                    for: policy.profile,
                    among: profiles.map(\.key)
                )
            )
            return
        }
        guard rollout.stage == .shadow, let problem = profile.problemOfShadow else { return }
        problems.add(
            "\(path).rollout.stage",
            problem,
            allowed: "a profile with side_effects none, or another stage"
        )
    }

    private func checkFallback(
        of name: String,
        at path: String,
        among laneNames: [String],
        problems: inout ConfigurationProblems
    ) {
        for (index, lane) in policy.fallback.enumerated() {
            let place = "\(path).fallback[\(index)]"
            if lane.rawValue == name {
                problems.add(place, "\(lane) is the lane itself", allowed: "another lane")
            } else if !laneNames.contains(lane.rawValue) {
                problems.add(
                    place,
                    "no lane has the name \"\(lane)\"",
                    allowed: ConfigurationKey<LaneDraft>.hint(
                        for: lane.rawValue,
                        among: laneNames
                    )
                )
            }
        }
    }

    private func checkOrder(at path: String, problems: inout ConfigurationProblems) {
        let liveness = policy.liveness
        if liveness.leaseMilliseconds <= liveness.suspectMilliseconds {
            problems.add(
                "\(path).liveness.lease_ms",
                "\(liveness.leaseMilliseconds) is not above suspect_ms "
                    + "\(liveness.suspectMilliseconds)",
                allowed: "more than suspect_ms"
            )
        }
        let pairs: [Pair] = [
            Pair(
                "health.window_failures",
                UInt64(policy.health.windowFailureCount),
                "window",
                UInt64(policy.health.window)
            ),
            Pair(
                "rollback.evidence_min",
                UInt64(policy.rollback.evidenceMin),
                "window",
                UInt64(policy.rollback.window)
            ),
            Pair(
                "health.ejection_seconds",
                policy.health.ejectionSeconds,
                "ejection_max_seconds",
                policy.health.ejectionMaxSeconds
            ),
            Pair(
                "restart.backoff_ms",
                policy.restart.backoffMilliseconds,
                "backoff_max_ms",
                policy.restart.backoffMaxMilliseconds
            ),
            Pair(
                "backoff.failure_ms",
                policy.backoff.failureMilliseconds,
                "failure_max_ms",
                policy.backoff.failureMaxMilliseconds
            ),
            Pair(
                "backoff.deferral_ms",
                policy.backoff.deferralMilliseconds,
                "deferral_max_ms",
                policy.backoff.deferralMaxMilliseconds
            ),
        ]
        for pair in pairs where pair.low > pair.high {
            problems.add(
                "\(path).\(pair.lowName)",
                "\(pair.low) is above \(pair.highName) \(pair.high)",
                allowed: "at most \(pair.highName)"
            )
        }
    }

    /// Two numbers, of which the first may not exceed the second.
    private struct Pair {
        let lowName: String
        let low: UInt64
        let highName: String
        let high: UInt64

        init(_ lowName: String, _ low: UInt64, _ highName: String, _ high: UInt64) {
            self.lowName = lowName
            self.low = low
            self.highName = highName
            self.high = high
        }
    }
}
