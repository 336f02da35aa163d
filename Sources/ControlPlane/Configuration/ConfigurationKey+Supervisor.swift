import Protocol

extension ConfigurationKey<SupervisorPolicy> {
    /// The keys of `supervisor`.
    static var all: [ConfigurationKey] {
        [
            .number(
                "stop_deadline_seconds",
                \.stopDeadlineSeconds,
                1...3600,
                "How long a stop waits for runs and workers, the stop ladder included."
            ),
            .number(
                "min_free_mib",
                \.minFreeMiB,
                1...1_048_576,
                "Below this much free space in the state folder nothing new is taken."
            ),
            .count(
                "open_missions_max",
                \.openMissionCountMax,
                1...1_000_000,
                "The most missions that may be open at once."
            ),
            .choice(
                "control_groups",
                \.usesControlGroups,
                [("auto", true), ("never", false)],
                "Whether each run gets a control group: where one can be made, or never."
            ),
            .text(
                "worker_path",
                \.workerPath,
                "an absolute path of at most 4096 bytes, or empty",
                "The worker program; empty: `lane-worker` beside the supervisor's own program.",
                problem: ConfigurationText.problemOfOptionalPath
            ),
            .choice(
                "log_level",
                \.logLevel,
                ["debug", "info", "warning", "error"].map { ($0, $0) },
                "The least level that is logged."
            ),
            .section(
                "host",
                \.host,
                ConfigurationKey<HostPolicy>.all,
                "When the machine has no room for another start."
            ),
            coderLane,
        ]
    }

    /// Whether there is such a lane is asked once the lanes are known.
    private static var coderLane: ConfigurationKey {
        let allowed = "the name of a lane, or empty"
        return ConfigurationKey(
            name: "coder_lane",
            allowed: allowed,
            summary: "The lane whose rollout the `UA_*` variables initialise.",
            shownDefault: { _ in "empty; without a file `vp.coder.primary`" },
            store: { value, path, target, problems in
                guard case .string(let text) = value else {
                    problems.add(path, "\(value.excerpt) is not a string", allowed: allowed)
                    return
                }
                target.coderLane = LaneID(text)
                if target.coderLane == nil, !text.isEmpty {
                    problems.add(path, "\(value.excerpt) is not a name", allowed: allowed)
                }
            }
        )
    }
}
