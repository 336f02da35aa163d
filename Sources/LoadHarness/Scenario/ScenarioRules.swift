import ControlPlane
import DataStructures
import Protocol

/// Rules that concern more than one member of a scenario; also asked after the command line has
/// changed some.
enum ScenarioRules {
    /// Members of `configuration` that are made from the rest of the scenario.
    private static let madeMembers = ["version", "lanes", "pools", "profiles"]
    /// The same of its `defaults`.
    private static let madeDefaults = ["profile", "slots", "reserved_slots", "pool"]
    /// The same of its `pool`.
    private static let madeOfPool = ["slots", "reserved_slots"]

    /// Everything that is wrong with a scenario whose members are each in their bounds.
    ///
    /// - Returns: Empty if nothing is: the supervisor will accept its configuration, and each of its
    ///   faults can strike.
    static func problems(of scenario: Scenario) -> ConfigurationProblems {
        var problems = ConfigurationProblems()
        if scenario.summary.isEmpty {
            problems.add("summary", "missing", allowed: "a sentence of 1 to 200 bytes")
        }
        checkSlots(of: scenario, problems: &problems)
        checkMissions(of: scenario, problems: &problems)
        checkFaults(of: scenario, problems: &problems)
        let wasRight = problems.isEmpty
        checkMadeMembers(of: scenario, problems: &problems)
        if wasRight, problems.isEmpty { checkConfiguration(of: scenario, problems: &problems) }
        return problems
    }

    private static func checkSlots(
        of scenario: Scenario,
        problems: inout ConfigurationProblems
    ) {
        if scenario.reservedSlotCount >= scenario.slotCount {
            problems.add(
                "reserved_slots",
                "\(scenario.reservedSlotCount) is not below slots \(scenario.slotCount)",
                allowed: "0 to slots - 1"
            )
        }
        if scenario.poolCount > scenario.laneCount {
            problems.add(
                "pools",
                "\(scenario.poolCount) is above lanes \(scenario.laneCount)",
                allowed: "at most lanes, so that each pool has one"
            )
        }
        guard scenario.poolCount > 0 else { return checkNoPool(of: scenario, problems: &problems) }
        if scenario.poolSlotCount == 0 {
            problems.add("pool_slots", "missing beside pools", allowed: "1 to 1024")
        } else if scenario.poolReservedSlotCount >= scenario.poolSlotCount {
            problems.add(
                "pool_reserved_slots",
                "\(scenario.poolReservedSlotCount) is not below pool_slots"
                    + " \(scenario.poolSlotCount)",
                allowed: "0 to pool_slots - 1"
            )
        }
    }

    /// A member that means nothing is a mistake.
    private static func checkNoPool(
        of scenario: Scenario,
        problems: inout ConfigurationProblems
    ) {
        let given = [
            ("pool_slots", scenario.poolSlotCount > 0),
            ("pool_reserved_slots", scenario.poolReservedSlotCount > 0),
            ("configuration.pool", scenario.configuration.member("pool") != nil),
        ]
        for (name, isGiven) in given where isGiven {
            problems.add(name, "there is no pool", allowed: "leave it out, or give pools")
        }
    }

    private static func checkMissions(
        of scenario: Scenario,
        problems: inout ConfigurationProblems
    ) {
        let classes = scenario.classes
        if classes.interactiveWeight + classes.deadlineWeight + classes.backgroundWeight == 0 {
            problems.add("classes", "no class has a weight", allowed: "one above 0 at least")
        }
        let work = scenario.work
        let sum =
            work.escapingPercent + work.stubbornPercent + work.floodingPercent
            + work.failingPercent + work.throttledPercent
        if sum > 100 {
            problems.add(
                "work",
                "escaping, stubborn, flooding, failing and throttled are \(sum) percent together",
                allowed: "at most 100"
            )
        }
        if case .poisson(nil, _) = scenario.arrival, work.runTime.upperBound == .zero {
            problems.add(
                "arrival.load",
                "work.run_ms is [0, 0], of which slots carry any number",
                allowed: "per_second, or work that takes time"
            )
        }
    }

    private static func checkFaults(
        of scenario: Scenario,
        problems: inout ConfigurationProblems
    ) {
        let longest = scenario.duration.wholeMilliseconds * 2 / 3
        for (index, rule) in scenario.faults.enumerated() {
            let path = "faults[\(index)]"
            if rule.kind.needsPool, scenario.poolCount == 0 {
                let what = "\(rule.kind.rawValue) and there is no pool"
                problems.add("\(path).kind", what, allowed: "another kind, or give pools")
            }
            if rule.kind.needsOtherLane, scenario.laneCount == 1 {
                let what = "\(rule.kind.rawValue) and there is one lane"
                problems.add("\(path).kind", what, allowed: "another kind, or more lanes")
            }
            if rule.every.wholeMilliseconds > longest {
                problems.add(
                    "\(path).every_ms",
                    "\(rule.every.wholeMilliseconds) is too long to be sure to happen once",
                    allowed: "at most \(longest), two thirds of duration_seconds"
                )
            }
        }
    }

    private static func checkMadeMembers(
        of scenario: Scenario,
        problems: inout ConfigurationProblems
    ) {
        let parts = [
            ("configuration", scenario.configuration, madeMembers),
            (
                "configuration.defaults", scenario.configuration.member("defaults") ?? .null,
                madeDefaults
            ),
            ("configuration.pool", scenario.configuration.member("pool") ?? .null, madeOfPool),
        ]
        for (path, value, names) in parts {
            for name in names where value.member(name) != nil {
                problems.add(
                    "\(path).\(name)",
                    "is made from the rest of the scenario",
                    allowed: "leave it out"
                )
            }
        }
    }

    /// Asks the supervisor's own reader.
    private static func checkConfiguration(
        of scenario: Scenario,
        problems: inout ConfigurationProblems
    ) {
        let value = scenario.configurationValue(fakeRuntime: "/fake-runtime")
        let result = ConfigurationReader.read(value, environment: OrderedTable())
        guard case .failure(let failure) = result else { return }
        var seen: [String] = []
        for problem in failure.items {
            let path = place(of: problem.path)
            let line = "\(path): \(problem.what)"
            // Each lane and each pool has the problem of what they share.
            guard !seen.contains(line) else { continue }
            seen.append(line)
            problems.add(path, problem.what, allowed: problem.allowed)
        }
    }

    /// Where the scenario says what stands at this place of the configuration that is made of it.
    private static func place(of path: String) -> String {
        guard path.hasPrefix("pools.load.") else {
            guard path.hasPrefix("lanes.vp.load.") else { return "configuration.\(path)" }
            return "configuration.defaults" + rest(of: path, after: 4)
        }
        return "configuration.pool" + rest(of: path, after: 3)
    }

    /// The parts of a path behind the first few, each with its dot.
    private static func rest(of path: String, after count: Int) -> String {
        path.split(separator: ".").dropFirst(count).map { ".\($0)" }.joined()
    }
}
