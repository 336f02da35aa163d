import Protocol

/// What became of work whose worker died, and how soon.
enum RecoveryFigures {
    static func all(_ history: LoadHistory, _ scenario: Scenario) -> [LoadFigure] {
        outcomes(history) + restarts(history, scenario) + starts(history.evidence, scenario.bounds)
    }

    /// Attempts that followed a crash, and how many of the missions that crashed completed after all.
    private static func outcomes(_ history: LoadHistory) -> [LoadFigure] {
        let attempts = history.evidence.attempts
        var recoveryCount = 0
        let crashed = history.missions.filter { mission in
            let outcomes = history.attempts(of: mission.missionID).map(\.outcome)
            recoveryCount += zip(outcomes, outcomes.dropFirst()).count { $0.0 == .crashed }
            return outcomes.contains(.crashed)
        }
        let ended = crashed.filter(\.status.isTerminal)
        let workers = history.evidence.events.count { $0.type == .sessionRecovered }
        return [
            .count("crashed", "crashed", attempts.count { $0.outcome == .crashed }, "attempts"),
            .count("recovery attempts", "recovery_attempts", recoveryCount, "attempts"),
            .share(
                "recovery success",
                "recovery_success",
                ended.count { $0.status == .completed },
                of: ended.count
            ),
            .count("workers recovered", "workers_recovered", workers, "times"),
        ]
    }

    private static func restarts(_ history: LoadHistory, _ scenario: Scenario) -> [LoadFigure] {
        let times = RestartTimes(history)
        let values = Distribution(times.milliseconds)
        let isKilling = scenario.faults.contains { $0.kind == .killWorker || $0.kind == .killBoth }
        let bound = isKilling ? scenario.bounds.recoveryP99 : nil
        return [
            .time("worker SIGKILL to running", "recovery", values, .p50),
            LoadFigure.time("worker SIGKILL to running", "recovery", values, .p99)
                .atMost(bound?.millisecondCount),
            .count(
                "recoveries that met another fault",
                "recoveries_disturbed",
                times.disturbedCount,
                "attempts"
            ),
        ]
    }

    private static func starts(_ evidence: Evidence, _ bounds: Bounds) -> [LoadFigure] {
        let times = Distribution(
            evidence.starts.compactMap { $0.readyAt?.since($0.at).millisecondCount }
        )
        let bound = evidence.starts.isEmpty ? nil : bounds.readyMax
        return [
            LoadFigure.time("supervisor start to ready", "ready", times, .max)
                .atMost(bound?.millisecondCount),
            .count(
                "supervisors that died before ready",
                "starts_unready",
                evidence.starts.count { $0.readyAt == nil },
                "starts"
            ),
        ]
    }
}
