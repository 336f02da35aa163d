import ControlPlane
import Protocol

/// What a scenario may say; the tables drive the reader and its problems.
extension ScenarioReader {
    /// The members of a scenario.
    static var keys: [ConfigurationKey<Scenario>] {
        [summary] + times + lanes + [
            arrival, classes, work, faults, preload, bounds, configuration,
        ]
    }

    private static var summary: ConfigurationKey<Scenario> {
        .text(
            "summary",
            \.summary,
            "a sentence of 1 to 200 bytes",
            "What it proves, for people.",
            problem: { text in
                if text.isEmpty { return "is empty" }
                return text.utf8.count > 200 ? "is too long" : nil
            }
        )
    }

    private static var times: [ConfigurationKey<Scenario>] {
        [
            .span(
                "duration_seconds",
                \.duration,
                .seconds,
                1...86_400,
                "How long missions arrive."
            ),
            .span(
                "settle_seconds",
                \.settleTime,
                .seconds,
                1...86_400,
                "How long everything that is open then may take to end."
            ),
            .count(
                "missions_max",
                \.missionCountMax,
                1...10_000_000,
                "The most missions that arrive."
            ),
        ]
    }

    private static var lanes: [ConfigurationKey<Scenario>] {
        [
            .count("lanes", \.laneCount, 1...64, "How many lanes there are."),
            .count("slots", \.slotCount, 1...64, "Runs at once on each lane."),
            .count(
                "reserved_slots",
                \.reservedSlotCount,
                0...63,
                "Of these, kept for interactive missions: fewer than `slots`."
            ),
            .count("pools", \.poolCount, 0...64, "How many pools the lanes are dealt out to."),
            .count("pool_slots", \.poolSlotCount, 0...1024, "Runs at once in each pool."),
            .count(
                "pool_reserved_slots",
                \.poolReservedSlotCount,
                0...1023,
                "Of these, kept for interactive missions: fewer than `pool_slots`."
            ),
        ]
    }

    private static var preload: ConfigurationKey<Scenario> {
        .section(
            "preload",
            \.preload,
            [
                .count("finished", \.finishedCount, 0...2_000_000, "Missions that have ended."),
                .count(
                    "queued",
                    \.queuedCount,
                    0...1_000_000,
                    "Missions that wait when the supervisor is started again."
                ),
            ],
            "What the instance has before missions arrive."
        )
    }

    private static var configuration: ConfigurationKey<Scenario> {
        .object(
            "configuration",
            \.configuration,
            "members of the supervisor's configuration, and `pool` for each pool",
            "What the supervisor is to know besides lanes, pools and the profile."
        )
    }
}
