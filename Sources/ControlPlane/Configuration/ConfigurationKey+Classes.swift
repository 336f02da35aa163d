extension ConfigurationKey<ClassDraft> {
    /// The keys of `classes`.
    static var all: [ConfigurationKey] {
        [
            .count(
                "min_share_every",
                \.policy.minShareEvery,
                4...1000,
                "Of this many starts of a lane or pool, each lower class that waits gets one."
            ),
            .choice(
                "preemption",
                \.policy.isPreemptionOn,
                [("off", false), ("on", true)],
                "Whether an interactive mission that lacks nothing but a slot or a permit gets that of "
                    + "a background mission that is marked `preemptible`."
            ),
            .count(
                "preemption_max",
                \.policy.preemptionCountMax,
                1...100,
                "How often one mission may have to give way, so that it comes to an end."
            ),
            .count(
                "interactive_open_max",
                \.policy.interactiveOpenCountMax,
                1...1_000_000,
                "The most interactive missions that may be open at once."
            ),
            .count(
                "deadline_open_max",
                \.policy.deadlineOpenCountMax,
                1...1_000_000,
                "The most deadline missions that may be open at once."
            ),
            .count(
                "background_open_max",
                \.policy.backgroundOpenCountMax,
                1...1_000_000,
                "The most background missions that may be open at once."
            ),
            .section(
                "source",
                \.policy.source,
                ConfigurationKey<SourcePolicy>.all,
                "What holds for every source that `sources` does not name, and for the rest of one "
                    + "that it does."
            ),
            .object(
                "sources",
                \.sources,
                "at most 64 sources by name",
                "Sources with a share or a limit of their own, with the keys of `source`."
            ),
        ]
    }
}

extension ConfigurationKey<SourcePolicy> {
    /// The keys of `source`, and of each of `sources`.
    static var all: [ConfigurationKey] {
        [
            .count(
                "weight",
                \.weight,
                1...1000,
                "Its share of starts beside other sources of its class that wait."
            ),
            .count(
                "open_max",
                \.openCountMax,
                1...1_000_000,
                "The most missions of it that may be open at once."
            ),
        ]
    }
}
