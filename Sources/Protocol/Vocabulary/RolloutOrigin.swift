/// Who said which rollout of a lane is in force.
public enum RolloutOrigin: String, CaseIterable, Hashable, Sendable {
    /// Nobody: it is on.
    case `default`
    /// A variable of the supervisor's environment.
    case environment
    /// The lane's entry in the configuration.
    case configuration
    /// An operator; stored, and over everything but the kill switch of the environment.
    case `operator`
}
