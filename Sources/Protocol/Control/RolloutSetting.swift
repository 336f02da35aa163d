/// What `lane.rollout` makes of a lane's rollout.
public enum RolloutSetting: Equatable, Sendable {
    /// This stands from now on, over configuration and environment.
    case set(Rollout)
    /// What an operator set is forgotten: the configuration says it, or the environment.
    case configured

    /// The word for `configured`, beside those of `RolloutStage`.
    public static let configuredWord = "configured"

    /// The words that may name one, in the order in which they are shown.
    public static let words = RolloutStage.allCases.map(\.rawValue) + [configuredWord]

    /// What is set; nil for `configured`.
    public var rollout: Rollout? {
        switch self {
        case .set(let rollout): rollout
        case .configured: nil
        }
    }
}
