extension ConfigurationKey<HealthPolicy> {
    /// The keys of `health`.
    static var all: [ConfigurationKey] {
        [
            .count(
                "failures_in_a_row",
                \.failuresInARow,
                1...100,
                "This many failures of the lane in a row eject it."
            ),
            .count("window", \.window, 1...100, "How many of its newest runs are weighed."),
            .count(
                "window_failures",
                \.windowFailureCount,
                1...100,
                "This many failures of the lane among those eject it; at most `window`."
            ),
            .number(
                "ejection_seconds",
                \.ejectionSeconds,
                1...86_400,
                "How long the first ejection lasts; the n-th in a row n times that."
            ),
            .number(
                "ejection_max_seconds",
                \.ejectionMaxSeconds,
                1...86_400,
                "The longest ejection."
            ),
            .number(
                "forget_seconds",
                \.forgetSeconds,
                1...86_400,
                "Restored for this long, the lane's earlier ejections are forgotten."
            ),
            .count(
                "enforcement_percent",
                \.enforcementPercent,
                0...100,
                "Of 100 times that these rules would eject it, how often they do; 0 only tells."
            ),
        ]
    }
}
