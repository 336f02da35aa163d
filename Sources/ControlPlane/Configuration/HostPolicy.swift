/// When the machine has no room for another start: section `supervisor.host`.
public struct HostPolicy: Equatable, Sendable {
    /// Memory that stays available after a start, as far as its size is known: 0 to 1,048,576 MiB.
    ///
    /// Interactive starts may use half of it.
    public var minAvailableMiB: UInt64 = 256
    /// Above this share of time in which something waits for memory, only interactive missions
    /// start: 1 to 100 %; 100 means that it never matters.
    public var memoryPressureMaxPercent: UInt64 = 40
    /// The same for time in which something waits for a processor: 1 to 100 %.
    public var cpuPressureMaxPercent: UInt64 = 100
    /// How fast missions that are not interactive start after the machine went down without a clean
    /// stop of the supervisor.
    public var uncleanStartRate: StartRate
    /// How long that lasts: 0 to 3600 s.
    public var uncleanStartSeconds: UInt64 = 60

    /// Creates the defaults: four starts at once and then one a second after an unclean boot.
    public init() {
        uncleanStartRate = StartRate()
        uncleanStartRate.perMinute = 60
        uncleanStartRate.burst = 4
    }
}
