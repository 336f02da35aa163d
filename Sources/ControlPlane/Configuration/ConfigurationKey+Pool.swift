extension ConfigurationKey<PoolDraft> {
    /// The keys of each pool.
    static var all: [ConfigurationKey] { slots + waits + gates }

    private static var slots: [ConfigurationKey] {
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

    private static var waits: [ConfigurationKey] {
        [
            .number(
                "cooling_ms",
                \.policy.coolingMilliseconds,
                100...3_600_000,
                "The wait after a provider's first refusal; each further one doubles it."
            ),
            .number(
                "cooling_max_ms",
                \.policy.coolingMaxMilliseconds,
                100...86_400_000,
                "The longest wait of our own; a provider may ask for more."
            ),
            .number(
                "reset_margin_seconds",
                \.policy.resetMarginSeconds,
                0...86_400,
                "Waited beyond the reset of an entitlement that is used up."
            ),
            .number(
                "unknown_reset_seconds",
                \.policy.unknownResetSeconds,
                1...604_800,
                "Waited where the provider did not say when it is reset."
            ),
        ]
    }

    private static var gates: [ConfigurationKey] {
        [
            .count(
                "background_gate_percent",
                \.policy.backgroundGatePercent,
                1...100,
                "At this much of the binding window no background mission starts."
            ),
            .count(
                "deadline_gate_percent",
                \.policy.deadlineGatePercent,
                1...100,
                "The same for missions of class deadline."
            ),
            .count(
                "interactive_gate_percent",
                \.policy.interactiveGatePercent,
                1...100,
                "The same for interactive missions."
            ),
            .count(
                "outside_allowance_percent",
                \.policy.outsideAllowancePercent,
                0...99,
                "So much of each window counts as used until people have used it outside: less than"
                    + " `background_gate_percent`."
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
