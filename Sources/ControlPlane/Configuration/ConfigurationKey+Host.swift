extension ConfigurationKey<HostPolicy> {
    /// The keys of `supervisor.host`.
    static var all: [ConfigurationKey] {
        [
            .number(
                "min_available_mib",
                \.minAvailableMiB,
                0...1_048_576,
                "Memory that stays available after a start; interactive starts may use half of it."
            ),
            .number(
                "memory_pressure_max_percent",
                \.memoryPressureMaxPercent,
                1...100,
                "Above this share of time in which something waits for memory, only interactive "
                    + "missions start."
            ),
            .number(
                "cpu_pressure_max_percent",
                \.cpuPressureMaxPercent,
                1...100,
                "The same for time in which something waits for a processor; 100 means never."
            ),
            .section(
                "unclean_start_rate",
                \.uncleanStartRate,
                ConfigurationKey<StartRate>.all,
                "How fast missions that are not interactive start after the machine went down without a"
                    + " clean stop."
            ),
            .number(
                "unclean_start_seconds",
                \.uncleanStartSeconds,
                0...3600,
                "How long `unclean_start_rate` holds after that."
            ),
        ]
    }
}
