public import DataStructures
public import Protocol

/// Turns configuration text, already parsed, into a configuration, or says everything that is wrong
/// with it.
///
/// The tables of `ConfigurationKey` say what exists; this says how the parts fit together.
public enum ConfigurationReader {
    /// What a name of `pass_env` is that the environment does not have.
    public enum AbsentEntries: Sendable {
        /// A problem: the configuration is new, and somebody is there to hear of it.
        case problems
        /// Left out of the run's environment: the configuration was accepted before.
        case leftOut
    }

    /// The most lanes, profiles, pools and named sources, each.
    static let entryCountMax = 64

    /// Reads a whole configuration.
    ///
    /// - Parameters:
    ///   - value: The parsed text.
    ///   - environment: Names and values of the supervisor's environment, for `pass_env`.
    ///   - absentEntries: What names of `pass_env` are that `environment` does not have.
    /// - Returns: The configuration, with every value in its bounds; or every problem at once, none
    ///   of which holds a value of an environment entry.
    public static func read(
        _ value: JSONValue,
        environment: OrderedTable<String, String>,
        absentEntries: AbsentEntries = .problems
    ) -> Result<Configuration, ConfigurationProblems> {
        var problems = ConfigurationProblems()
        var draft = ConfigurationDraft()
        ConfigurationKey.apply(
            ConfigurationKey<ConfigurationDraft>.all,
            from: value,
            at: "",
            to: &draft,
            problems: &problems
        )
        guard case .object = value else { return .failure(problems) }
        var configuration = Configuration()
        configuration.supervisor = draft.supervisor
        configuration.retention = draft.retention
        configuration.roles = draft.roles
        configuration.profiles = profiles(
            draft,
            environment: environment,
            absentEntries: absentEntries,
            problems: &problems
        )
        configuration.pools = pools(draft, problems: &problems)
        configuration.classes = classes(draft, problems: &problems)
        configuration.lanes = lanes(
            draft,
            profiles: configuration.profiles,
            poolNames: configuration.pools.map(\.key),
            problems: &problems
        )
        configuration.switches = RolloutSwitches(from: environment, problems: &problems)
        checkCoderLane(of: configuration, problems: &problems)
        checkShadow(of: configuration, problems: &problems)
        return problems.isEmpty ? .success(configuration) : .failure(problems)
    }

    /// The built-in configuration with what the environment says.
    ///
    /// - Parameter environment: Names and values of the supervisor's environment.
    /// - Returns: The configuration, or what is wrong with the environment.
    public static func builtIn(
        environment: OrderedTable<String, String>
    ) -> Result<Configuration, ConfigurationProblems> {
        var problems = ConfigurationProblems()
        var configuration = Configuration.builtIn
        configuration.switches = RolloutSwitches(from: environment, problems: &problems)
        checkShadow(of: configuration, problems: &problems)
        return problems.isEmpty ? .success(configuration) : .failure(problems)
    }

    /// A switch that is given and has no lane would do nothing, which nobody may find out too late.
    private static func checkCoderLane(
        of configuration: Configuration,
        problems: inout ConfigurationProblems
    ) {
        let names = configuration.lanes.map(\.key.rawValue)
        if let lane = configuration.supervisor.coderLane {
            guard !names.contains(lane.rawValue) else { return }
            problems.add(
                "supervisor.coder_lane",
                "no lane has the name \"\(lane)\"",
                allowed: ConfigurationKey<LaneDraft>.hint(for: lane.rawValue, among: names)
            )
            return
        }
        for name in configuration.switches.givenNames {
            problems.add(
                RolloutSwitches.path(of: name),
                "is set, and no lane is meant",
                allowed: "name it in supervisor.coder_lane"
            )
        }
    }

    /// Copies run only where they change nothing, whoever asks for them.
    private static func checkShadow(
        of configuration: Configuration,
        problems: inout ConfigurationProblems
    ) {
        guard let lane = configuration.supervisor.coderLane,
            let policy = configuration.lanes[lane], policy.rollout == nil,
            configuration.switches.rollout == .shadow,
            let problem = configuration.profiles[policy.profile]?.problemOfShadow
        else { return }
        problems.add(
            RolloutSwitches.path(of: RolloutSwitches.shadowName),
            "lane \(lane): \(problem)",
            allowed: "a profile with side_effects none, or unset it"
        )
    }

    /// Profiles that have problems are among the result, so that lanes that name them have none.
    private static func profiles(
        _ draft: ConfigurationDraft,
        environment: OrderedTable<String, String>,
        absentEntries: AbsentEntries,
        problems: inout ConfigurationProblems
    ) -> OrderedTable<String, RuntimeProfile> {
        var profiles = OrderedTable<String, RuntimeProfile>()
        profiles[RuntimeProfile.shell.launch.name] = .shell
        for (name, value) in entries(of: draft.profiles, in: "profiles", problems: &problems) {
            let path = "profiles.\(JSONValue.pathComponent(name))"
            var profile = ProfileDraft()
            var own = ConfigurationProblems()
            ConfigurationKey.apply(
                ConfigurationKey<ProfileDraft>.all,
                from: value,
                at: path,
                to: &profile,
                problems: &own
            )
            // What is missing is no news where what was given is wrong already.
            if own.isEmpty {
                profiles[name] = profile.finished(
                    name: name,
                    at: path,
                    environment: environment,
                    absentEntries: absentEntries,
                    problems: &own
                )
            } else {
                var substitute = RuntimeProfile.shell
                substitute.sideEffects = .none
                profiles[name] = substitute
            }
            problems.add(own)
        }
        return profiles
    }

    private static func pools(
        _ draft: ConfigurationDraft,
        problems: inout ConfigurationProblems
    ) -> OrderedTable<String, PoolPolicy> {
        var pools = OrderedTable<String, PoolPolicy>()
        for (name, value) in entries(of: draft.pools, in: "pools", problems: &problems) {
            let path = "pools.\(JSONValue.pathComponent(name))"
            var pool = PoolDraft()
            ConfigurationKey.apply(
                ConfigurationKey<PoolDraft>.all,
                from: value,
                at: path,
                to: &pool,
                problems: &problems
            )
            pools[name] = pool.finished(at: path, problems: &problems)
        }
        return pools
    }

    /// A source may have any name that an envelope's `source` may have.
    private static func classes(
        _ draft: ConfigurationDraft,
        problems: inout ConfigurationProblems
    ) -> ClassPolicy {
        var classes = draft.classes.policy
        guard case .object(let members) = draft.classes.sources else { return classes }
        checkCount(of: members, in: "classes.sources", problems: &problems)
        for (name, value) in members {
            let path = "classes.sources.\(JSONValue.pathComponent(name))"
            var source = classes.source
            ConfigurationKey.apply(
                ConfigurationKey<SourcePolicy>.all,
                from: value,
                at: path,
                to: &source,
                problems: &problems
            )
            classes.sources[name] = source
        }
        return classes
    }

    private static func lanes(
        _ draft: ConfigurationDraft,
        profiles: OrderedTable<String, RuntimeProfile>,
        poolNames: [String],
        problems: inout ConfigurationProblems
    ) -> OrderedTable<LaneID, LanePolicy> {
        var lanes = OrderedTable<LaneID, LanePolicy>()
        let entries = entries(of: draft.lanes, in: "lanes", problems: &problems)
        if entries.isEmpty {
            problems.add("lanes", "no lane is named", allowed: "1 to \(entryCountMax) lanes")
        }
        for (name, value) in entries {
            let path = "lanes.\(JSONValue.pathComponent(name))"
            var lane = draft.defaults
            ConfigurationKey.apply(
                ConfigurationKey<LaneDraft>.allOfLane,
                from: value,
                at: path,
                to: &lane,
                problems: &problems
            )
            let policy = lane.finished(
                name: name,
                at: path,
                laneNames: entries.map(\.name),
                profiles: profiles,
                poolNames: poolNames,
                problems: &problems
            )
            if let id = LaneID(name) { lanes[id] = policy }
        }
        return lanes
    }

    /// The members of a table by name, whose names follow the rule for lanes.
    private static func entries(
        of value: JSONValue,
        in section: String,
        problems: inout ConfigurationProblems
    ) -> [(name: String, value: JSONValue)] {
        guard case .object(let members) = value else { return [] }
        checkCount(of: members, in: section, problems: &problems)
        for (name, _) in members where LaneID(name) == nil {
            problems.add(
                "\(section).\(JSONValue.pathComponent(name))",
                "not a name",
                allowed: "words of a-z and 0-9 joined by . or -, at most 48 bytes"
            )
        }
        return members.map { (name: $0.key, value: $0.value) }
    }

    private static func checkCount(
        of members: OrderedTable<String, JSONValue>,
        in section: String,
        problems: inout ConfigurationProblems
    ) {
        guard members.count > entryCountMax else { return }
        let what = "\(members.count) entries are above \(entryCountMax)"
        problems.add(section, what, allowed: "at most \(entryCountMax)")
    }
}
