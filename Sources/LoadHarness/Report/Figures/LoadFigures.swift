import Protocol

/// Every number that a load gives.
enum LoadFigures {
    /// Takes every figure from the evidence, and holds those that the scenario bounds against their
    /// bounds.
    ///
    /// A bound applies only where the scenario brings about what it bounds: recovery needs a worker
    /// that is killed, the wait of a class needs missions of the class, and what a supervisor uses
    /// needs one that was started or seen. Where it applies and nothing was measured, it is missed.
    ///
    /// - Returns: Those with a bound first, else in a fixed order.
    static func all(_ evidence: Evidence, _ scenario: Scenario) -> [LoadFigure] {
        let history = LoadHistory(evidence)
        let figures =
            MissionFigures.all(history, scenario)
            + LatencyFigures.all(history, scenario)
            + UsageFigures.all(evidence)
            + RecoveryFigures.all(history, scenario)
            + GrowthFigures.all(evidence, scenario.bounds)
            + FaultFigures.all(evidence.faults)
            + RefusalFigures.all(evidence.refusals)
        return figures.filter { $0.bound != nil } + figures.filter { $0.bound == nil }
    }
}
