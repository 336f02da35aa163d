extension ConfigurationKey<PoolDraft> {
    /// The keys of each pool.
    static var all: [ConfigurationKey] {
        [
            .count("slots", \.policy.slotCount, 1...1024, "Runs at once over all its lanes."),
            .count(
                "reserved_slots",
                \.policy.reservedSlotCount,
                0...1023,
                "Of these, kept for interactive missions: fewer than `slots`."
            ),
            .section(
                "start_rate",
                \.policy.startRate,
                ConfigurationKey<StartRate>.all,
                "How fast runs may start over all its lanes."
            ),
        ]
    }
}

extension ConfigurationKey<StartRate> {
    /// The keys of `start_rate`.
    static var all: [ConfigurationKey] {
        [
            .count("per_minute", \.perMinute, 0...60_000, "Starts a minute; 0 means no limit."),
            .count("burst", \.burst, 1...1000, "Starts at once after a pause."),
        ]
    }
}
