extension ConfigurationKey<RollbackPolicy> {
    /// The keys of `rollback`, and of `rollback` of a lane.
    static var all: [ConfigurationKey] {
        [
            .choice(
                "action",
                \.action,
                RollbackAction.allCases.map { ($0.rawValue, $0) },
                "What follows besides an incident with a snapshot: nothing, a drain, or a drain "
                    + "whose queue goes along the chain; never for the last lane of a chain."
            ),
            .count(
                "window",
                \.window,
                1...100,
                "How many of its newest missions are weighed; after a trip, this many new ones must "
                    + "end on it or leave it before it can trip again."
            ),
            .count(
                "evidence_min",
                \.evidenceMin,
                1...100,
                "Fewer missions than this are no evidence for a share or a wait; at most `window`."
            ),
            .count(
                "fallback_percent",
                \.fallbackPercent,
                0...100,
                "It trips if more of those missions went on to another lane after a failure or "
                    + "timeout; 100 for never."
            ),
            .count(
                "failures_in_a_row",
                \.failuresInARow,
                0...100,
                "It trips if this many missions in a row failed or went on; 0 for never."
            ),
            .number(
                "interactive_wait_p95_ms",
                \.interactiveWaitP95Milliseconds,
                0...86_400_000,
                "It trips if the 95th percentile of the waits of its newest interactive missions is "
                    + "above this; 0 for never."
            ),
        ]
    }
}

extension ConfigurationKey<LaneDraft> {
    /// The keys of each lane: those of `defaults`, and what stands in a section of its own for all.
    static var allOfLane: [ConfigurationKey] {
        all + [
            .section(
                "rollback",
                \.policy.rollback,
                ConfigurationKey<RollbackPolicy>.all,
                "What holds for this lane instead of `rollback`, key by key."
            )
        ]
    }
}
