extension ConfigurationKey<RestartPolicy> {
    /// The keys of `restart`.
    static var all: [ConfigurationKey] {
        [
            .number(
                "ready_ms",
                \.readyMilliseconds,
                0...600_000,
                "Ready for this long, a worker that dies starts again at once, and it counts not."
            ),
            .number(
                "backoff_ms",
                \.backoffMilliseconds,
                1...600_000,
                "The wait after the first death at start-up; each further one doubles it."
            ),
            .number(
                "backoff_max_ms",
                \.backoffMaxMilliseconds,
                1...3_600_000,
                "The longest wait."
            ),
            .count(
                "startup_deaths_max",
                \.startupDeathCountMax,
                1...1_000_000,
                "This many deaths at start-up within `window_seconds` park the lane."
            ),
            .number(
                "window_seconds",
                \.windowSeconds,
                1...86_400,
                "The window for `startup_deaths_max`."
            ),
            .number(
                "healthy_seconds",
                \.healthySeconds,
                1...86_400,
                "Ready for this long, deaths at start-up are forgotten."
            ),
        ]
    }
}

extension ConfigurationKey<LivenessPolicy> {
    /// The keys of `liveness`.
    static var all: [ConfigurationKey] {
        [
            .number(
                "suspect_ms",
                \.suspectMilliseconds,
                100...600_000,
                "Silence after which a worker with an active run is suspect: why and the lane say so."
            ),
            .number(
                "lease_ms",
                \.leaseMilliseconds,
                4_000...3_600_000,
                "Silence after which it is killed, three times that without an active run; more "
                    + "than `suspect_ms`."
            ),
        ]
    }
}

extension ConfigurationKey<BackoffPolicy> {
    /// The keys of `backoff`.
    static var all: [ConfigurationKey] {
        [
            .number(
                "failure_ms",
                \.failureMilliseconds,
                0...3_600_000,
                "The wait after the first failure; each further one doubles it."
            ),
            .number(
                "failure_max_ms",
                \.failureMaxMilliseconds,
                0...86_400_000,
                "The longest wait after a failure."
            ),
            .number(
                "deferral_ms",
                \.deferralMilliseconds,
                0...86_400_000,
                "The wait after the first deferral; each further one doubles it."
            ),
            .number(
                "deferral_max_ms",
                \.deferralMaxMilliseconds,
                0...86_400_000,
                "The longest wait after a deferral, unless the runtime asks for more."
            ),
        ]
    }
}
