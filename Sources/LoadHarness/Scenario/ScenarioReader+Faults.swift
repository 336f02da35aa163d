import ControlPlane
import Protocol

/// What a scenario may say of what is done to the instance, and of what must hold.
extension ScenarioReader {
    /// The most rules.
    static let faultCountMax = 64

    /// What is done.
    static var faults: ConfigurationKey<Scenario> {
        let allowed = "at most \(faultCountMax) objects, each with kind and every_ms"
        return ConfigurationKey(
            name: "faults",
            allowed: allowed,
            summary: "What is done to the instance meanwhile, and how often.",
            shownDefault: { _ in "empty" },
            store: { value, path, scenario, problems in
                guard case .array(let items) = value else {
                    problems.add(path, "\(value.excerpt) is not a list", allowed: allowed)
                    return
                }
                guard items.count <= faultCountMax else {
                    let what = "\(items.count) items are above \(faultCountMax)"
                    problems.add(path, what, allowed: allowed)
                    return
                }
                scenario.faults = items.enumerated().compactMap { index, item in
                    fault(item, at: "\(path)[\(index)]", problems: &problems)
                }
            }
        )
    }

    private static func fault(
        _ value: JSONValue,
        at path: String,
        problems: inout ConfigurationProblems
    ) -> FaultRule? {
        var draft = FaultDraft()
        var own = ConfigurationProblems()
        ConfigurationKey.apply(faultKeys, from: value, at: path, to: &draft, problems: &own)
        let rule = own.isEmpty ? draft.finished(at: path, problems: &own) : nil
        problems.add(own)
        return rule
    }

    private static var faultKeys: [ConfigurationKey<FaultDraft>] {
        [
            .choice(
                "kind",
                \.kind,
                FaultKind.allCases.map { ($0.rawValue, Optional($0)) },
                "What is done."
            ),
            .span(
                "every_ms",
                \.every,
                .milliseconds,
                1...86_400_000,
                "The time between two of them on average."
            ),
            .count("count_max", \.countMax, 1...1_000_000, "The most of them."),
            .span(
                "lasts_ms",
                \.lastsFor,
                .milliseconds,
                1...3_600_000,
                "How long one lasts, of those that last."
            ),
        ]
    }

    /// What must hold.
    static var bounds: ConfigurationKey<Scenario> {
        .section("bounds", \.bounds, boundKeys, "What must hold besides the invariants.")
    }

    private static var boundKeys: [ConfigurationKey<Bounds>] {
        [
            .span(
                "interactive_wait_p99_ms",
                \.interactiveWaitP99,
                .milliseconds,
                1...86_400_000,
                "How long 99 in 100 interactive missions may wait."
            ),
            .span(
                "background_wait_max_ms",
                \.backgroundWaitMax,
                .milliseconds,
                1...86_400_000,
                "How long any background mission may wait."
            ),
            .decimal(
                "late_percent_max",
                \.latePercentMax,
                0...100,
                "How many deadline missions may be late."
            ),
            .span(
                "recovery_p99_ms",
                \.recoveryP99,
                .milliseconds,
                1...3_600_000,
                "From a worker's SIGKILL to its mission running again, of 99 in 100."
            ),
            .span(
                "ready_max_ms",
                \.readyMax,
                .milliseconds,
                1...3_600_000,
                "From a supervisor's start to its being ready, the slowest."
            ),
            .decimal(
                "throughput_min_per_second",
                \.throughputMin,
                0.01...1_000_000,
                "Missions completed a second, on average."
            ),
            .decimal(
                "memory_growth_percent_max",
                \.memoryGrowthPercentMax,
                0...1000,
                "How much the supervisor's memory may grow from the first to the last quarter."
            ),
            .count(
                "descriptor_growth_max",
                \.descriptorGrowthMax,
                0...100_000,
                "The same of its open descriptors."
            ),
        ]
    }
}
