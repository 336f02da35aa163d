/// One line of a workload: a mission, when it would be submitted, and how long its run would take.
public struct WorkloadMission: Equatable, Sendable {
    /// The longest wait before a mission arrives, in milliseconds: 30 days.
    static let arrivalMillisecondsMax: UInt64 = 2_592_000_000
    /// The longest run, in milliseconds: 7 days.
    static let runMillisecondsMax: UInt64 = 604_800_000

    /// What would be submitted.
    public var envelope: MissionEnvelope
    /// When, in milliseconds after the workload's beginning: 0 to 2,592,000,000 (30 days).
    public var arriveAtMilliseconds: UInt64
    /// How long each of its runs would take, in milliseconds: 1 to 604,800,000 (7 days).
    public var takesMilliseconds: UInt64

    /// Describes a mission of a workload.
    public init(
        _ envelope: MissionEnvelope,
        arriveAtMilliseconds: UInt64 = 0,
        takesMilliseconds: UInt64
    ) {
        self.envelope = envelope
        self.arriveAtMilliseconds = arriveAtMilliseconds
        self.takesMilliseconds = takesMilliseconds
    }
}
