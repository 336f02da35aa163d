import Protocol

extension Scenario {
    /// The scenario with what the command line says; `ScenarioRules` says whether that can be.
    ///
    /// - Parameter overrides: An arrival of the kind that the scenario has anyway, and a fault of a
    ///   kind that it has, stay as it says. A kind of fault that it has not strikes ten times.
    /// - Returns: The same scenario if nothing is said. Pools are at most as many as lanes.
    func applying(_ overrides: ScenarioOverrides) -> Scenario {
        var result = self
        if let laneCount = overrides.laneCount {
            result.laneCount = laneCount
            result.poolCount = min(poolCount, laneCount)
        }
        result.missionCountMax = overrides.missionCountMax ?? missionCountMax
        result.duration = overrides.duration ?? duration
        if let classes = overrides.classes {
            result.classes = classes
            result.classes.deadlineAfter = self.classes.deadlineAfter
        }
        if let kind = overrides.arrival, kind != arrival.kind {
            result.arrival = Arrival(kind, slotCount: result.usableSlotCount)
        }
        if let kinds = overrides.faults {
            result.faults = kinds.flatMap { kind in
                let rules = faults.filter { $0.kind == kind }
                return rules.isEmpty ? [result.tenTimes(kind)] : rules
            }
        }
        return result
    }

    private func tenTimes(_ kind: FaultKind) -> FaultRule {
        let every = Interval.milliseconds(max(1, duration.wholeMilliseconds / 10))
        return FaultRule(kind: kind, every: every, countMax: 10)
    }
}
