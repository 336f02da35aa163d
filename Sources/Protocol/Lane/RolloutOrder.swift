/// The rollout of a lane that an operator has set: it stands until an operator says otherwise.
public struct RolloutOrder: Equatable, Sendable {
    /// Which missions without a pin the lane gets.
    public var rollout: Rollout
    /// Who ordered it, why and when.
    public var change: OperatorChange

    /// Describes an order.
    ///
    /// - Parameters:
    ///   - rollout: Which missions without a pin the lane gets.
    ///   - change: Who ordered it, why and when.
    public init(_ rollout: Rollout, change: OperatorChange) {
        self.rollout = rollout
        self.change = change
    }
}
