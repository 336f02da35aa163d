public import DataStructures
public import Protocol

/// Everything an operator can set, validated.
///
/// `ConfigurationReader` makes one from JSON.
public struct Configuration: Equatable, Sendable {
    /// What concerns the supervisor as a whole.
    public var supervisor = SupervisorPolicy()
    /// The lanes, by name.
    public var lanes = OrderedTable<LaneID, LanePolicy>()
    /// What lanes share, by name; every lane's pool is among them.
    public var pools = OrderedTable<String, PoolPolicy>()
    /// How classes and sources share lanes and pools.
    public var classes = ClassPolicy()
    /// The runtime profiles, by name.
    ///
    /// Every lane's profile is among them.
    public var profiles = OrderedTable<String, RuntimeProfile>()
    /// How long finished things are kept.
    public var retention = RetentionPolicy()
    /// What the environment says of the rollout of `supervisor.coderLane`.
    public var switches = RolloutSwitches()
    /// Who may do what on the control socket.
    public var roles = RolePolicy()

    /// Creates a configuration without lanes.
    public init() {}

    /// Three lanes on the `shell` profile, `code-writer` the fallback of the other two: what the
    /// supervisor runs with when there is no file.
    public static var builtIn: Configuration {
        var configuration = Configuration()
        configuration.profiles["shell"] = .shell
        let helper = LaneID("code-writer")
        for lane in [helper, LaneID("vp.coder.primary"), LaneID("vp.general.primary")] {
            guard let lane, let helper else { continue }
            var policy = LanePolicy()
            if lane != helper { policy.fallback = [helper] }
            configuration.lanes[lane] = policy
        }
        configuration.supervisor.coderLane = LaneID("vp.coder.primary")
        return configuration
    }
}
