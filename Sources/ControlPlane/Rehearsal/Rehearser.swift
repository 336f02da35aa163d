import DataStructures
public import Protocol

/// Leads a control plane of its own through a workload, in virtual time.
///
/// It decides nothing: the control plane, its configuration and the turns are the supervisor's. Only
/// the world is imaginary (`RehearsalWorld`), the machine is empty at the beginning, and neither what a
/// provider would say of its windows nor the machine's memory is known, so that nothing ever waits for
/// those.
public struct Rehearser {
    /// How much virtual time a rehearsal goes through at most: a year.
    static let span = Interval.seconds(366 * 86_400)

    private var core: ControlPlane
    private var world: RehearsalWorld
    private var driver: TurnDriver
    private var turnCount = 0
    private let turnCountMax: Int

    /// Says what would become of a workload.
    ///
    /// - Parameters:
    ///   - workload: At most 1,000,000 missions.
    ///   - configuration: Validated.
    ///   - now: The time at which the workload begins, unless it names one itself.
    /// - Returns: The same for the same workload, configuration and beginning.
    /// - Complexity: At most 30 turns of the control plane a mission, and 1,000.
    public static func rehearse(
        _ workload: Workload,
        under configuration: Configuration,
        at now: WallTime
    ) -> Rehearsal {
        let startAt = workload.startAt ?? now
        var rehearser = Rehearser(workload, under: patient(configuration), at: startAt)
        rehearser.openLanes()
        let isComplete = rehearser.play()
        return Rehearsal(rehearser.world.order, startAt: startAt, isComplete: isComplete)
    }

    private init(_ workload: Workload, under configuration: Configuration, at startAt: WallTime) {
        var world = RehearsalWorld(workload, at: startAt)
        var core = ControlPlane(
            configuration: configuration,
            recovered: RecoveredState(epoch: Epoch(1)),
            seed: 1,
            at: world.now
        )
        var driver = TurnDriver()
        driver.begin { core.boot(at: world.now, into: &$0) }
        world.planArrivals(of: workload)
        self.core = core
        self.world = world
        self.driver = driver
        turnCountMax = 1_000 + 30 * workload.missions.count
    }

    /// The same configuration, but that no imaginary worker is ever taken for dead.
    ///
    /// Their heartbeats would say nothing, and are left out.
    private static func patient(_ configuration: Configuration) -> Configuration {
        var patient = configuration
        for (id, _) in configuration.lanes {
            patient.lanes[id]?.liveness.leaseMilliseconds = (span * 2).wholeMilliseconds
        }
        return patient
    }

    /// Starts the workers, before anything arrives.
    private mutating func openLanes() {
        while world.isAnswering { turn() }
        // No lease is written where there is no ledger, and no turn taken for it.
        core.leaseWrittenAt = nil
        turn()
        world.begin()
    }

    /// Goes from one time at which something happens to the next.
    ///
    /// - Returns: False if it was given up before everything had ended that would.
    private mutating func play() -> Bool {
        while turnCount < turnCountMax {
            turn()
            explainArrivals()
            if world.isDue { continue }
            guard let next = nextTime else {
                explainRest()
                return true
            }
            guard next.since(world.beginning) <= Self.span else { break }
            world.advance(to: next)
        }
        explainRest()
        return false
    }

    private mutating func turn() {
        let now = world.now
        driver.run(&core, in: &world, at: now)
        turnCount += 1
    }

    /// When something happens next; nil if nothing does any more, or nothing that matters.
    private var nextTime: MonotonicTime? {
        guard let planned = world.nextPlanned else {
            // What only time can change, or nothing.
            guard core.tally.count > 0, let due = core.nextDeadline else { return nil }
            return due.since(world.beginning) <= Self.span ? due : nil
        }
        return min(planned, core.nextDeadline ?? planned)
    }

    // MARK: Why it waits

    private mutating func explainArrivals() {
        for id in world.takeArrivals() { explain(id) }
    }

    private mutating func explainRest() {
        for id in world.waiting { explain(id) }
    }

    private mutating func explain(_ id: MissionID) {
        guard let why = core.explain(id, at: world.now) else { return }
        world.note(why, of: id)
    }
}

extension ControlPlane {
    /// Says what would become of a workload on an empty machine with the configuration in force.
    ///
    /// Nothing of the live state is looked at or changed.
    ///
    /// - Parameters:
    ///   - workload: At most `Workload.countMaxOfRequest` missions, so that clients do not wait.
    ///   - now: The time at which it begins, unless it names one itself.
    /// - Returns: The same for the same workload, configuration and beginning.
    public func rehearsal(of workload: Workload, at now: WallTime) -> Rehearsal {
        Rehearser.rehearse(workload, under: configuration, at: now)
    }
}
