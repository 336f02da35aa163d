import Protocol

/// How long things took: the acknowledgement, the wait, the run, the whole life.
enum LatencyFigures {
    static func all(_ history: LoadHistory, _ scenario: Scenario) -> [LoadFigure] {
        let acknowledgements = Distribution(history.acknowledgements(of: nil))
        let runTimes = Distribution(history.runTimes)
        let lives = Distribution(history.lives(of: nil))
        return [Quantile.p50, .p95, .p99].map {
            LoadFigure.time("submit to acknowledgement", "acknowledgement", acknowledgements, $0)
        }
            + waits(history, scenario)
            + [Quantile.p50, .p95].map { LoadFigure.time("run time", "run_time", runTimes, $0) }
            + [Quantile.p50, .p99].map { LoadFigure.time("whole life", "life", lives, $0) }
    }

    /// Of each class that the load has, and of all.
    private static func waits(_ history: LoadHistory, _ scenario: Scenario) -> [LoadFigure] {
        MissionClass.allCases.flatMap { missionClass in
            let waits = Distribution(history.waits(of: missionClass))
            return Quantile.allCases.map { quantile in
                let bound = bound(missionClass, quantile, scenario)
                return LoadFigure.time(
                    "\(missionClass.rawValue) wait",
                    "\(missionClass.rawValue)_wait",
                    waits,
                    quantile
                ).atMost(bound?.millisecondCount)
            }
        }
            + all(waits: Distribution(history.waits(of: nil)))
    }

    private static func all(waits: Distribution) -> [LoadFigure] {
        Quantile.allCases.map { LoadFigure.time("wait of all classes", "wait", waits, $0) }
    }

    private static func bound(
        _ missionClass: MissionClass,
        _ quantile: Quantile,
        _ scenario: Scenario
    ) -> Interval? {
        switch (missionClass, quantile) {
        case (.interactive, .p99) where scenario.classes.interactiveWeight > 0:
            scenario.bounds.interactiveWaitP99
        case (.background, .max) where scenario.classes.backgroundWeight > 0:
            scenario.bounds.backgroundWaitMax
        case (.interactive, _), (.deadline, _), (.background, _):
            nil
        }
    }
}
