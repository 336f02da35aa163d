/// What `pool.set` makes of a pool.
public enum PoolSetting: String, CaseIterable, Hashable, Sendable {
    /// Nothing starts in it until it is cleared.
    case held
}
