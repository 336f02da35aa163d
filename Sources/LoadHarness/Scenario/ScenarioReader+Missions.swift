import ControlPlane
import Protocol

/// What a scenario may say of its missions.
extension ScenarioReader {
    /// How they arrive.
    static var arrival: ConfigurationKey<Scenario> {
        let keys: [ConfigurationKey<ArrivalDraft>] = [
            .choice(
                "kind",
                \.kind,
                ArrivalKind.allCases.map { ($0.rawValue, Optional($0)) },
                "At random, many at once, or the next when one has ended."
            ),
            .decimal(
                "per_second",
                \.perSecond,
                0.01...100_000,
                "Missions a second on average; of kind `poisson`."
            ),
            .decimal(
                "load",
                \.load,
                0.01...100,
                "The same as a share of what the slots can carry; 2 is twice as much."
            ),
            .count("count", \.count, 1...100_000, "How many come at once; of kind `burst`."),
            .span(
                "every_ms",
                \.every,
                .milliseconds,
                1...86_400_000,
                "The time between two bursts; of kind `burst`."
            ),
            .count("open", \.openCount, 1...100_000, "How many are open; of kind `closed`."),
        ]
        return ConfigurationKey(
            name: "arrival",
            allowed: "an object with a kind",
            summary: "How missions arrive.",
            shownDefault: { _ in "closed, 24 open" },
            store: { value, path, scenario, problems in
                var draft = ArrivalDraft()
                var own = ConfigurationProblems()
                ConfigurationKey.apply(keys, from: value, at: path, to: &draft, problems: &own)
                if own.isEmpty, let arrival = draft.finished(at: path, problems: &own) {
                    scenario.arrival = arrival
                }
                problems.add(own)
            }
        )
    }

    /// Of which classes they are.
    static var classes: ConfigurationKey<Scenario> {
        .section(
            "classes",
            \.classes,
            [
                .number("interactive", \.interactiveWeight, 0...1000, "Weight of the class."),
                .number("deadline", \.deadlineWeight, 0...1000, "Weight of the class."),
                .number("background", \.backgroundWeight, 0...1000, "Weight of the class."),
                .range(
                    "deadline_after_ms",
                    \.deadlineAfter,
                    1...86_400_000,
                    "How long after its arrival a deadline mission must be done."
                ),
            ],
            "How many missions of each class there are among all."
        )
    }

    /// What they do.
    static var work: ConfigurationKey<Scenario> {
        .section(
            "work",
            \.work,
            [
                .range("run_ms", \.runTime, 0...3_600_000, "How long a run takes."),
                .number(
                    "escaping_percent",
                    \.escapingPercent,
                    0...100,
                    "Leave a process behind that ignores SIGTERM in a session of its own."
                ),
                .number("stubborn_percent", \.stubbornPercent, 0...100, "Ignore SIGTERM."),
                .number("flooding_percent", \.floodingPercent, 0...100, "Write a mebibyte."),
                .number("failing_percent", \.failingPercent, 0...100, "Fail at first."),
                .number(
                    "throttled_percent",
                    \.throttledPercent,
                    0...100,
                    "Hear a 429 of their provider, and end without a result."
                ),
                .number(
                    "continuing_percent",
                    \.continuingPercent,
                    0...100,
                    "Continue the session of their lane, one after the other."
                ),
                .number(
                    "pinned_percent",
                    \.pinnedPercent,
                    0...100,
                    "Say which lane they want."
                ),
            ],
            "What missions do."
        )
    }
}
