import DataStructures
import Protocol

/// When each lane could start missions, by what the event stream tells: for how long, and how many
/// starts of its group fell into that.
///
/// A lane without a worker, drained, paused, unfit or in a closed pool makes nobody starve: what waits
/// there waits for that. So does everything while there is no supervisor.
struct LaneAbility {
    /// What keeps a lane from starting missions.
    private enum Obstacle: Int, CaseIterable {
        case worker
        case drain
        case pause
        case unfit
        case pool
    }

    private struct Site {
        let group: Int
        let pool: String?
        var obstacles: [Bool]
        var time = AbleCounter()
        var starts = AbleCounter()
        var isAble: Bool { !obstacles.contains(true) }
    }

    private var sites: OrderedTable<LaneID, Site>
    private var gates: LookupTable<String, PoolGate>
    private var lanesOfPools = LookupTable<String, [LaneID]>()
    private var groupStarts: [Int64]
    private var now = WallTime(nanoseconds: 0)

    init(_ quotas: Quotas) {
        sites = OrderedTable()
        gates = LookupTable()
        var groups = LookupTable<String, Int>()
        for (index, pool) in quotas.pools.enumerated() {
            gates[pool.name] = PoolGate()
            groups[pool.name] = index
        }
        for (index, lane) in quotas.lanes.enumerated() {
            var site = Site(
                group: lane.pool.flatMap { groups[$0] } ?? quotas.pools.count + index,
                pool: lane.pool,
                obstacles: Array(repeating: false, count: Obstacle.allCases.count)
            )
            // Until it is told of it has no worker.
            site.obstacles[Obstacle.worker.rawValue] = true
            sites[lane.id] = site
            if let pool = lane.pool { lanesOfPools[pool, default: []].append(lane.id) }
        }
        groupStarts = Array(repeating: 0, count: quotas.pools.count + quotas.lanes.count)
    }

    // MARK: Questions

    /// For how long a lane was able until the last event, in nanoseconds.
    func ableTime(of lane: LaneID) -> Int64 {
        sites[lane].map { $0.time.value(at: now.nanoseconds) } ?? 0
    }

    /// How many missions of a lane's group were started until now while the lane was able.
    func starts(besides lane: LaneID) -> Int64 {
        sites[lane].map { $0.starts.value(at: groupStarts[$0.group]) } ?? 0
    }

    // MARK: Events

    /// Time has passed.
    mutating func observe(_ time: WallTime) { now = max(now, time) }

    /// Takes the next event.
    mutating func follow(_ event: EventRecord) {
        // The one before it may have died any time after the last thing that it wrote.
        if event.type == .supervisorStarted { setAll(.worker, true) }
        observe(event.emittedAt)
        if event.type == .supervisorStopping { setAll(.worker, true) }
        change(event.text("pool")) { $0.note(event) }
        guard let lane = event.vpID, let site = sites[lane] else { return }
        change(lane, by: event)
        if let run = event.endedRun { change(site.pool) { $0.ended(run) } }
        guard event.type == .missionDispatched, let run = event.runID else { return }
        for obstacle in [Obstacle.worker, .drain, .pause, .unfit] { set(obstacle, false, lane) }
        groupStarts[site.group] += 1
        change(site.pool) { $0.started(run) }
    }

    private mutating func change(_ lane: LaneID, by event: EventRecord) {
        switch event.type {
        case .laneReady, .laneAdopted: set(.worker, false, lane)
        case .laneExited, .sessionRecovering: set(.worker, true, lane)
        case .laneDraining, .laneDrained: set(.drain, true, lane)
        case .sessionPaused: set(.pause, true, lane)
        case .laneOpened:
            set(.drain, false, lane)
            set(.pause, false, lane)
        case .laneParked, .laneEjected, .sessionDegraded, .laneExhausted: set(.unfit, true, lane)
        case .laneRestored, .sessionRecovered, .laneReplenished: set(.unfit, false, lane)
        default: break
        }
    }

    /// Its lanes are able only while a pool is open.
    private mutating func change(_ pool: String?, _ body: (inout PoolGate) -> Void) {
        guard let pool, let wasClosed = gates[pool]?.isClosed else { return }
        gates.modify(pool) { body(&$0) }
        guard let isClosed = gates[pool]?.isClosed, isClosed != wasClosed else { return }
        for lane in lanesOfPools[pool] ?? [] { set(.pool, isClosed, lane) }
    }

    private mutating func setAll(_ obstacle: Obstacle, _ isThere: Bool) {
        for lane in sites.map(\.key) { set(obstacle, isThere, lane) }
    }

    private mutating func set(_ obstacle: Obstacle, _ isThere: Bool, _ lane: LaneID) {
        guard var site = sites[lane], site.obstacles[obstacle.rawValue] != isThere else { return }
        site.obstacles[obstacle.rawValue] = isThere
        site.time.set(site.isAble, at: now.nanoseconds)
        site.starts.set(site.isAble, at: groupStarts[site.group])
        sites[lane] = site
    }
}
