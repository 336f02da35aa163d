import ControlPlane
import DataStructures
import Protocol

/// What one seed plays: its own policies, its own fault rates, its own pace.
struct Scenario {
    /// The configuration the supervisor starts with.
    var configuration = Configuration()
    /// The names of every lane that may ever be configured.
    var laneIDs: [LaneID] = []
    /// The chance of each fault in a thousand where it could strike, by `Fault.rawValue`.
    var rates: [UInt64] = Array(repeating: 0, count: Fault.allCases.count)
    /// The time between two actions of clients, at most.
    var clientPause = Interval.milliseconds(200)
    /// The time between two actions of operators, at most.
    var operatorPause = Interval.seconds(3)
    /// The time between two faults of the machine, at most.
    var faultPause = Interval.seconds(1)
    /// The longest ordinary run.
    var runTime = Interval.seconds(2)
    /// Open missions that clients try to keep.
    var openMissionCount = 20
    /// How long a worker stays idle without a supervisor.
    var unsupervisedIdle = Interval.seconds(600)
    /// How long a tree may survive SIGKILL before that is told.
    var treeDeathPatience = Interval.seconds(30)
    /// The most frames of one direction that fit into a socket and its buffers.
    var frameCountMax = 40
    /// Longer than every timeout of the policies.
    var longestDelay = Interval.seconds(70)
    /// How long before midnight UTC it begins; nil for the clock's own time.
    var untilMidnight: Interval?
    /// True if the machine says how much room it has.
    var measuresHost = false
    /// Who sends missions.
    var sources = [""]
    /// In percent: interactive, deadline; the rest is background.
    var classShares: (interactive: UInt64, deadline: UInt64) = (20, 30)

    /// How many missions are marked as preemptible, in percent.
    var preemptibleShare: UInt64 = 0
    /// How often an operator settles a mission when there is a chance to, in percent.
    var resolveShare: UInt64 = 0
    /// True where lanes have rollouts, which change.
    var hasRollouts = false
    /// How many missions may be copied, in percent; 0 where no lane is in shadow.
    var shadowShare: UInt64 = 0
    /// True where lanes take copies of missions, which changes.
    var hasShadow: Bool { shadowShare > 0 }

    /// The chance of a fault in a thousand.
    func rate(_ fault: Fault) -> UInt64 { rates[fault.rawValue] }
}
