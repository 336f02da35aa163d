import Protocol

/// What a load is: how many lanes, which missions, how they arrive, what is done to them, and what must
/// hold.
///
/// Read from a file of `config/load`, with `docs/load.md` as its reference.
struct Scenario: Equatable, Sendable {
    /// The file's name without `.json`.
    var name = ""
    /// One sentence for people: what it proves.
    var summary = ""
    /// How long missions arrive; whatever is open then is let end.
    var duration = Interval.seconds(20)
    /// How long everything that is open may take to end after that.
    var settleTime = Interval.seconds(60)
    /// Lanes `vp.load.1` and so on, 1 to 64.
    var laneCount = 4
    /// Slots of each lane, 1 to 64.
    var slotCount = 4
    /// Of these kept for interactive missions, less than `slotCount`.
    var reservedSlotCount = 1
    /// Pools `load.1` and so on; the lanes are dealt out to them in turn.
    ///
    /// 0 for none.
    var poolCount = 0
    /// Slots of each pool.
    var poolSlotCount = 0
    /// Of these kept for interactive missions.
    var poolReservedSlotCount = 0
    /// Missions that arrive at most; nil for as many as the time allows.
    var missionCountMax: Int?
    var arrival = Arrival.closed(openCount: 24)
    var classes = ClassMix()
    var work = WorkMix()
    var faults: [FaultRule] = []
    var preload = Preload()
    var bounds = Bounds()
    /// More members of the supervisor's configuration, as `docs/configuration.md` has them, and `pool`
    /// for what holds for each pool.
    ///
    /// Lanes, pools and the profile are added.
    var configuration: JSONValue = .null
}
