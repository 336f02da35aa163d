/// The rollout of a lane that is in force, and who said so.
public struct LaneRollout: Equatable, Sendable {
    /// Which missions without a pin it gets.
    public var rollout: Rollout
    /// Who said so.
    public var origin: RolloutOrigin

    /// Describes a rollout that is in force.
    ///
    /// - Parameters:
    ///   - rollout: Which missions without a pin the lane gets.
    ///   - origin: Who said so.
    public init(_ rollout: Rollout = .on, from origin: RolloutOrigin = .default) {
        self.rollout = rollout
        self.origin = origin
    }
}
