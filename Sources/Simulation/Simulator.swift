import ControlPlane
public import DataStructures
import Protocol

/// Plays one seed: the real control plane and the real turn driver in a simulated world, first with
/// faults, then without, until everything has come to rest.
public struct Simulator {
    /// What one seed has shown.
    public struct Report: Sendable {
        /// The seed.
        public var seed: UInt64
        /// Everything that happened, in both phases.
        public var eventCount: Int
        /// A hash over all of it: the same in every process.
        public var hash: TraceHash
        /// The first rule that was broken; nil if all held.
        public var violation: Violation?
        /// What was reached.
        public var coverage: Coverage
        /// What happened, oldest first; empty unless a trace was asked for.
        public var trace: [String]
        /// Missions that were acknowledged.
        public var missionCount: Int
    }

    /// The least events of a seed while faults strike.
    public static let eventCountMin = 2_000

    private let faultEventCount: Int
    private var world: World
    private var core: ControlPlane
    private var driver = TurnDriver()

    /// Prepares a seed.
    ///
    /// - Parameters:
    ///   - seed: Decides everything.
    ///   - eventCount: How many events happen before the faults are switched off; at least
    ///     `eventCountMin`, however few are asked for.
    ///   - isTraced: Whether lines for a reader are kept; ten times slower.
    public init(seed: UInt64, eventCount: Int, isTraced: Bool = false) {
        faultEventCount = max(eventCount, Self.eventCountMin)
        var world = World(seed: seed, isTraced: isTraced)
        core = Self.start(in: &world, &driver)
        self.world = world
    }

    /// Plays the seed to its end, or to the first broken rule.
    public mutating func run() -> Report {
        world.clock.plan(.clientActs, after: .milliseconds(1))
        world.clock.plan(.operatorActs, after: .milliseconds(1_000))
        world.clock.plan(.faultStrikes, after: .milliseconds(500))
        while world.violation == nil, world.eventCount < faultEventCount { step() }
        if world.violation == nil { comeToRest() }
        return report()
    }

    private func report() -> Report {
        Report(
            seed: world.seed,
            eventCount: world.eventCount,
            hash: world.trace.hash,
            violation: world.violation,
            coverage: world.coverage,
            trace: world.trace.lines,
            missionCount: world.clients.acknowledged.count
        )
    }

    // MARK: Steps

    private mutating func step() {
        guard let action = world.clock.next() else {
            world.violate("time goes on", "nothing is going to happen any more")
            return
        }
        guard !world.isStale(action) else { return }
        world.eventCount += 1
        world.trace.fold(world.clock.nanoseconds)
        world.trace.fold(action.code)
        if world.trace.isRecorded { world.note("\(action)") }
        happen(action)
    }

    private mutating func happen(_ action: Action) {
        switch action {
        case .supervisorTurn: takeSupervisorTurn()
        case .supervisorStart:
            guard !world.supervisor.isAlive else { return }
            core = Self.start(in: &world, &driver)
        case .arrival(let parcel): world.arrived(parcel: parcel)
        case .treesEnd(let parcel): world.searchTrees(parcel: parcel)
        case .workerListens(let worker): world.workerListens(worker)
        case .workerTurn(let worker, _): world.takeWorkerTurn(worker)
        case .workerDies(let worker): world.endWorker(worker, .signal(9))
        case .workerStumbles(let worker):
            if !world.isCalm { world.endWorker(worker, .signal(11)) }
        case .workerContinues(let worker): world.continueWorker(worker)
        case .delivery(let link, let direction): world.partArrives(link, direction)
        case .linkEnds(let link): world.linkEnds(link)
        case .launch(let run): world.finishLaunch(run)
        case .runtimeStep(let run): world.takeStep(run)
        case .leaderTerminates(let run): world.leaderTerminates(run)
        case .survivorsDie(let run): world.survivorsDie(run)
        case .checkEnds(let run, let index): world.endCheck(run, index)
        case .clientActs: world.clientActs()
        case .operatorActs: world.operatorActs()
        case .requestArrives(let request): world.requestArrives(request)
        case .faultStrikes: world.faultStrikes()
        case .nothing: break
        }
    }

    // MARK: The supervisor

    private static func start(in world: inout World, _ driver: inout TurnDriver) -> ControlPlane {
        let recovered = world.startSupervisor()
        var core = ControlPlane(
            configuration: world.configurationOnDisk,
            recovered: recovered,
            seed: world.random.next(),
            at: world.now
        )
        driver = TurnDriver()
        driver.begin { core.boot(at: world.now, into: &$0) }
        world.planSupervisorTurn(at: world.now.boot)
        return core
    }

    private mutating func takeSupervisorTurn() {
        world.beginSupervisorTurn()
        noteCells()
        let wasBlocked = driver.isBlocked
        do throws(CommitFailure) {
            try driver.run(&core, in: &world, at: world.now)
        } catch {
            // A full disk is tried again; the two others have ended this supervisor.
            world.planSupervisorTurn(at: world.now.boot + .milliseconds(20))
            return
        }
        guard world.supervisor.isAlive else { return }
        if wasBlocked || !world.supervisor.inbox.isEmpty {
            world.planSupervisorTurn(at: world.now.boot + Interval(nanoseconds: 50_000))
        }
        if world.supervisor.idleTurnCount > 1_000 {
            world.violate("nobody spins", "a thousand turns of the supervisor changed nothing")
        }
        guard let next = core.nextDeadline else { return }
        let earliest = world.now.boot + Interval(nanoseconds: 50_000)
        world.planSupervisorTurn(at: max(next, earliest))
    }

    /// The state of a lane's worker is known before the first event about it of a turn.
    private mutating func noteCells() {
        guard !driver.isBlocked else { return }
        var seen: [LaneID] = []
        for event in world.supervisor.inbox.prefix(16) {
            guard let (lane, cell) = WorkerCell.event(event), !seen.contains(lane) else { continue }
            seen.append(lane)
            guard let state = core.workerState(of: lane) else { continue }
            world.coverage.observe(cell, in: state)
        }
        guard world.supervisor.inbox.isEmpty else { return }
        for site in world.sites {
            guard let state = core.workerState(of: site.id) else { continue }
            world.coverage.observe(.ticked, in: state)
        }
    }

    // MARK: Rest

    /// The longest time until everything is at rest once the faults are off.
    private static let restTimeMax = Interval.seconds(3 * 3_600)
    /// How long nothing may change for it to be at rest.
    private static let quietTime = Interval.seconds(150)
    /// The most events of it.
    private static let restEventCountMax = 400_000

    private mutating func comeToRest() {
        world.becomeCalm()
        let deadline = world.now.boot + Self.restTimeMax
        guard playUntilSettled(deadline) else { return }
        world.isQuiet = true
        playQuietTime()
        askWhy()
        stopForGood()
    }

    /// It is settled when two looks, a second apart, find nothing that is under way.
    private mutating func playUntilSettled(_ deadline: MonotonicTime) -> Bool {
        let eventLimit = world.eventCount + Self.restEventCountMax
        var restCount = 0
        // What was delayed while faults struck comes first.
        let flushedAt = wait(world.scenario.longestDelay * 2)
        while world.violation == nil, world.now.boot < flushedAt { step() }
        while world.violation == nil {
            let lookAt = wait(.seconds(1))
            while world.violation == nil, world.now.boot < lookAt { step() }
            guard let unrest = unrest() else {
                restCount += 1
                if restCount == 2 { return true }
                continue
            }
            restCount = 0
            if world.now.boot > deadline || world.eventCount > eventLimit {
                world.violate("everything comes to rest", unrest)
            }
        }
        return false
    }

    /// Nil if everything is at rest, else the first thing that is not.
    private func unrest() -> String? {
        for site in world.sites {
            switch core.workerState(of: site.id) {
            case .ready, .vacant, .parked, nil:
                break
            case .unprobed, .probing, .clearing, .backingOff, .starting, .greeting, .leaving,
                .killing:
                return "the worker of lane \(site.id) comes or goes"
            }
        }
        return world.unrest()
    }

    /// Makes sure that something happens at the end of a wait, and returns that time.
    private mutating func wait(_ length: Interval) -> MonotonicTime {
        world.clock.plan(.nothing, after: length)
        return world.now.boot + length
    }

    private mutating func playQuietTime() {
        let end = wait(Self.quietTime)
        let changeCount = world.changeCount
        while world.violation == nil, world.now.boot < end { step() }
        if world.changeCount != changeCount {
            world.violate(
                "rest stays rest",
                "\(world.changeCount - changeCount) writes after everything was settled"
            )
        }
        if let unrest = unrest() { world.violate("rest stays rest", unrest) }
    }

    private mutating func askWhy() {
        world.askWhyOfWaiting()
        let end = wait(.seconds(5))
        while world.violation == nil, world.now.boot < end { step() }
        if let number = world.clients.requests.firstIndex(where: { $0 != nil }) {
            world.violate("every request is answered", "request \(number) is not")
        }
    }

    private mutating func stopForGood() {
        guard world.violation == nil else { return }
        world.deliver(.stopRequested)
        let end = wait(.seconds(600))
        while world.violation == nil, world.supervisor.isAlive, world.now.boot < end { step() }
        if world.violation == nil, world.supervisor.isAlive {
            world.violate("a stop ends", "the supervisor still runs after 600 s")
        }
    }
}
