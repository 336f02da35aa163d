/// How long finished things are kept: section `retention`.
public struct RetentionPolicy: Equatable, Sendable {
    /// Terminal missions, their attempts and logs: 1 to 3650 days.
    public var missionDays: UInt64 = 30
    /// Events: 1 to 3650 days.
    public var eventDays: UInt64 = 30
    /// Key, id, status and digest of a pruned mission: 1 to 36,500 days.
    public var keyRetentionDays: UInt64 = 400

    /// Creates the defaults.
    public init() {}
}
