import Protocol

/// What a load may be on a supervisor that has other work: enough to see how it does, not enough to
/// be in its way for long.
enum AttachedLimit {
    /// Missions that arrive at most.
    static let missionCountMax = 2_000
    /// As many missions are open at once as so many of its lanes have slots.
    static let laneCountMax = 4

    /// The scenario within the limit, on the lanes that are there and without any harm.
    ///
    /// - Parameters:
    ///   - scenario: What was asked for.
    ///   - quotas: Of the supervisor.
    /// - Returns: What is played.
    static func apply(to scenario: Scenario, _ quotas: Quotas) -> Scenario {
        var limited = scenario
        limited.laneCount = quotas.lanes.count
        limited.missionCountMax = min(scenario.missionCountMax ?? .max, missionCountMax)
        limited.faults = []
        if case .closed(let count) = scenario.arrival {
            limited.arrival = .closed(openCount: min(count, openCountMax(quotas)))
        }
        return limited
    }

    /// The most missions of a load that are open at once, 1 or more.
    static func openCountMax(_ quotas: Quotas) -> Int {
        let slots = quotas.lanes.map(\.slotCount).sorted(by: >).prefix(laneCountMax)
        return max(1, slots.reduce(0, +))
    }

    /// One line that says what will happen, and what will not.
    static func warning(_ socket: String, from full: Scenario, to limited: Scenario) -> String {
        let faults =
            full.faults.isEmpty ? "" : "; its faults are left out: \(names(of: full.faults))"
        return "warning: this submits up to \(limited.missionCountMax ?? missionCountMax) missions"
            + " to the supervisor of \(socket), as many open at once as \(laneCountMax) of its"
            + " lanes have slots\(faults)"
    }

    private static func names(of rules: [FaultRule]) -> String {
        var names: [String] = []
        for rule in rules where !names.contains(rule.kind.rawValue) {
            names.append(rule.kind.rawValue)
        }
        return names.joined(separator: ", ")
    }
}
