import DataStructures
public import Protocol

extension Configuration {
    /// The rollout of a lane that is in force: the kill switch of the environment stands over an
    /// operator's word, that over the configuration, that over the rest of the environment.
    ///
    /// - Parameters:
    ///   - lane: A lane of this configuration.
    ///   - order: What an operator has set; nil if none did.
    /// - Returns: What is in force, and who said so.
    public func rollout(of lane: LaneID, ordered order: Rollout?) -> LaneRollout {
        let own = supervisor.coderLane == lane ? switches : RolloutSwitches()
        if own.forcesFallback { return LaneRollout(.forceFallback, from: .environment) }
        if let order { return LaneRollout(order, from: .operator) }
        if let rollout = lanes[lane]?.rollout { return LaneRollout(rollout, from: .configuration) }
        guard let rollout = own.rollout else { return LaneRollout() }
        return LaneRollout(rollout, from: .environment)
    }
}
