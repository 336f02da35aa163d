import ControlPlane
import DataStructures
import LaneCore
import Protocol

/// Everything outside the control plane: the machine with its processes, sockets, disks and clocks,
/// the workers (each with the real `LaneCore`), the clients and the operators.
struct World {
    let seed: UInt64
    let scenario: Scenario
    var random: SeededGenerator
    /// Chance of its own for what not every seed has, so that it leaves the others as they are.
    var ownChance: SeededGenerator
    var clock = VirtualClock()
    var ledger = SimulatedLedger()
    var supervisor = SupervisorProcess()
    /// The configuration file.
    var configurationOnDisk: Configuration
    var sites: [LaneSite]
    var siteIndex = LookupTable<LaneID, Int>()
    var workers: [SimulatedWorker] = []
    var runs: [SimulatedRun] = []
    var runIndex = LookupTable<RunID, Int>()
    /// Runs that have no process and were completed by their worker.
    var runsWithoutProcess = LookupTable<RunID, Bool>()
    var links: [SimulatedLink] = []
    var arrivals = ParcelRoom<Arrival>()
    var searches = ParcelRoom<TreeSearch>()
    var clients = ClientBoard()
    var checkers: Checkers
    var heardUsage = HeardUsage()
    /// What the machine says of its room, and the chance that changes it.
    var hostFigures = HostFigures()
    var hostRandom: SeededGenerator
    var coverage = Coverage()
    var trace: Trace
    /// Actions that have happened.
    var eventCount = 0
    /// True once the faults are off.
    var isCalm = false
    /// True once clients and operators have gone home.
    var isQuiet = false
    /// Writes that are not the renewal of a lease.
    var changeCount = 0
    /// True while a machine's restart has not been told to a supervisor.
    var isHostRestarted = false
    var lastPID: Int32 = 300
    /// The first rule that was broken.
    var violation: Violation?

    /// An event on its way to the supervisor.
    struct Arrival {
        let incarnation: Int
        let event: Event
        /// It means something only while this is the lane's connection.
        var link: Int?
    }

    /// A search for the processes of dead runs.
    struct TreeSearch {
        let incarnation: Int
        let lane: LaneID
        let generation: Generation
        let runs: [Int]
        var killedAt: MonotonicTime?
        var isTold = false
    }

    init(seed: UInt64, isTraced: Bool) {
        var random = SeededGenerator(seed: seed)
        self.seed = seed
        scenario = Scenario(drawnFrom: &random)
        self.random = random
        ownChance = SeededGenerator(seed: seed ^ 0x0C4A_9CE5)
        hostRandom = SeededGenerator(seed: seed ^ 0x405)
        checkers = Checkers(
            startsSteadily: scenario.rate(.diskLow) == 0 && !scenario.measuresHost
        )
        configurationOnDisk = scenario.configuration
        sites = scenario.laneIDs.map { LaneSite(id: $0) }
        for (index, id) in scenario.laneIDs.enumerated() { siteIndex[id] = index }
        trace = Trace(isRecorded: isTraced)
        if let untilMidnight = scenario.untilMidnight { beginBeforeMidnight(untilMidnight) }
    }

    /// Sets civil time so that a day ends then.
    private mutating func beginBeforeMidnight(_ wait: Interval) {
        let day: Int64 = 86_400_000_000_000
        let rest = day - now.wall.nanoseconds % day
        clock.stepWall(by: rest - Int64(wait.nanoseconds))
    }

    var now: Instant { clock.now }

    // MARK: Rules

    /// Shows a fact to every checker.
    mutating func observe(_ observation: Observation) {
        guard violation == nil else { return }
        if let (rule, message) = checkers.observe(observation, ledger) { violate(rule, message) }
    }

    /// Notes the first rule that did not hold.
    mutating func violate(_ rule: String, _ message: String) {
        guard violation == nil else { return }
        violation = Violation(seed: seed, event: eventCount, rule: rule, message: message)
        if trace.isRecorded { note("VIOLATION \(rule): \(message)") }
    }

    /// Notes a line of the trace with the time.
    mutating func note(_ line: String) {
        let milliseconds = clock.nanoseconds / 1_000_000
        let micros = clock.nanoseconds / 1_000 % 1_000
        let fraction = String(1_000 + micros).dropFirst()
        trace.note("\(eventCount) \(milliseconds).\(fraction)ms \(line)")
    }

    // MARK: Chance

    /// True if a fault strikes now.
    mutating func strikes(_ fault: Fault) -> Bool {
        guard !isCalm else { return false }
        let rate = scenario.rate(fault)
        guard rate > 0, random.next(below: 1_000) < rate else { return false }
        coverage.hit(fault)
        return true
    }

    /// A moment: what the machine takes when nothing is wrong with it, and sometimes much more.
    mutating func moment() -> Interval {
        let roll = isCalm ? 0 : random.next(below: 1_000)
        switch roll {
        case 0..<900: return Interval(nanoseconds: random.next(in: 5_000...2_000_000))
        case 900..<985: return .milliseconds(random.next(in: 2...200))
        case 985..<997: return .milliseconds(random.next(in: 200...5_000))
        default: return longTime()
        }
    }

    /// Longer than every timeout of the policies.
    mutating func longTime() -> Interval {
        let longest = scenario.longestDelay.wholeMilliseconds
        return .milliseconds(random.next(in: longest...(longest * 3 / 2)))
    }

    /// A process id, often one that somebody had before.
    mutating func nextIdentity() -> ProcessIdentity {
        lastPID += 1
        if lastPID > 340 {
            lastPID = 301
            coverage.hit(.pidReused)
        }
        return ProcessIdentity(pid: lastPID, startTicks: clock.nanoseconds / 10_000_000)
    }
}
