import Protocol

extension ConfigurationKey<LaneDraft> {
    /// The keys of `defaults` and of each lane.
    static var all: [ConfigurationKey] {
        capacity + [fallback, rollout] + deadlines + sections
    }

    private static var capacity: [ConfigurationKey] {
        [
            .text(
                "profile",
                \.policy.profile,
                "the name of a profile",
                "The runtime profile that it runs.",
                problem: { $0.isEmpty ? "is empty" : nil }
            ),
            .list(
                "intents",
                \.policy.intents,
                countMax: 64,
                "at most 64 different strings of 1 to 64 bytes",
                "Mission types that the router may give it; empty means every type."
            ) { value in
                guard case .string(let text) = value else {
                    let what = "\(value.excerpt) is not a string"
                    return .failure(ConfigurationProblems(ConfigurationProblem("", what)))
                }
                guard let problem = ConfigurationText.problemOfIntent(text) else {
                    return .success(text)
                }
                let what = "\(value.excerpt) \(problem)"
                return .failure(ConfigurationProblems(ConfigurationProblem("", what)))
            },
            .count("slots", \.policy.slotCount, 1...64, "Runs at once."),
            .integer(
                "reserved_slots",
                0...63,
                "Of these, kept for interactive missions: fewer than `slots`.",
                shownDefault: { _ in "1, or 0 of a single slot" },
                set: { $0.reservedSlotCount = Int($1) }
            ),
            .text(
                "pool",
                \.poolName,
                "the name of a pool, or empty",
                "The pool whose permits its runs need; empty means none.",
                problem: { _ in nil }
            ),
            .count(
                "open_max",
                \.policy.openCountMax,
                1...1_000_000,
                "The most missions that may be assigned to it and open."
            ),
            .section(
                "start_rate",
                \.policy.startRate,
                ConfigurationKey<StartRate>.all,
                "How fast runs may start on it."
            ),
            .section(
                "day_budget",
                \.policy.dayBudget,
                ConfigurationKey<Budget>.ofDay,
                "What its runs may use in a day together, which begins at midnight UTC."
            ),
            .section(
                "shadow_budget",
                \.policy.shadowBudget,
                ConfigurationKey<Budget>.ofDay,
                "What shadow copies may use on it in a day together; no part of `day_budget`."
            ),
        ]
    }

    private static var fallback: ConfigurationKey {
        .list(
            "fallback",
            \.policy.fallback,
            countMax: MissionEnvelope.fallbackCountMax,
            "at most 3 different names of other lanes",
            "Lanes that take over a mission that may not go on here, first choice first."
        ) { value in
            if case .string(let text) = value, let lane = LaneID(text) { return .success(lane) }
            let what = "\(value.excerpt) is not the name of a lane"
            return .failure(ConfigurationProblems(ConfigurationProblem("", what)))
        }
    }

    private static var deadlines: [ConfigurationKey] {
        [
            .number(
                "drain_deadline_seconds",
                \.policy.drainDeadlineSeconds,
                0...604_800,
                "How long a drain waits for what runs."
            ),
            .number(
                "ready_deadline_ms",
                \.policy.readyDeadlineMilliseconds,
                100...600_000,
                "How long a worker has from its start to its hello."
            ),
            .number(
                "start_deadline_ms",
                \.policy.startDeadlineMilliseconds,
                100...600_000,
                "How long a run has from dispatch to its process."
            ),
            .number(
                "answer_timeout_seconds",
                \.policy.answerTimeoutSeconds,
                1...604_800,
                "How long a run may wait for a person's answer."
            ),
            .number(
                "tool_timeout_seconds",
                \.policy.toolTimeoutSeconds,
                1...604_800,
                "How long a tool at work may be silent, in a mission with `max_idle_seconds`; never "
                    + "less than those."
            ),
        ]
    }

    private static var sections: [ConfigurationKey] {
        [
            .section(
                "restart",
                \.policy.restart,
                ConfigurationKey<RestartPolicy>.all,
                "How workers are started again."
            ),
            .section(
                "liveness",
                \.policy.liveness,
                ConfigurationKey<LivenessPolicy>.all,
                "When a silent worker is taken for dead."
            ),
            .section(
                "health",
                \.policy.health,
                ConfigurationKey<HealthPolicy>.all,
                "When it is kept out of use for its failures; only where another lane takes over."
            ),
            .section(
                "backoff",
                \.policy.backoff,
                ConfigurationKey<BackoffPolicy>.all,
                "How long a mission waits before its next attempt."
            ),
        ]
    }
}
