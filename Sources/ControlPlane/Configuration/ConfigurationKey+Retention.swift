extension ConfigurationKey<RetentionPolicy> {
    /// The keys of `retention`.
    static var all: [ConfigurationKey] {
        [
            .number(
                "mission_days",
                \.missionDays,
                1...3650,
                "How long terminal missions, their attempts and their logs are kept."
            ),
            .number("event_days", \.eventDays, 1...3650, "How long events are kept."),
            .number(
                "key_retention_days",
                \.keyRetentionDays,
                1...36_500,
                "How long key, id, status and digest of a pruned mission are kept."
            ),
        ]
    }
}
