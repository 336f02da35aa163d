public import Protocol

/// A runtime profile: an entry of `profiles`.
public struct RuntimeProfile: Equatable, Sendable {
    /// How the runtime is started.
    public var launch: LaunchProfile
    /// What it can do; a mission that requires more is refused.
    public var capabilities: [Capability]
    /// What its runs change outside their workspace.
    ///
    /// Copies of missions run only where that is nothing.
    public var sideEffects = SideEffects.external

    /// Describes a profile.
    public init(launch: LaunchProfile, capabilities: [Capability]) {
        self.launch = launch
        self.capabilities = capabilities
    }

    /// Why a lane that runs it can take no copies of missions; nil if it can.
    public var problemOfShadow: String? {
        guard sideEffects != .none else { return nil }
        return "the profile \"\(launch.name)\" has side_effects \(sideEffects.rawValue)"
    }

    /// `/bin/sh "$LANE_OBJECTIVE_FILE"` in the lane's workspace.
    public static var shell: RuntimeProfile {
        RuntimeProfile(
            launch: LaunchProfile(name: "shell", argv: ["/bin/sh", "{{objective_file}}"]),
            capabilities: [.tools, .cancel, .streaming, .usage]
        )
    }
}
