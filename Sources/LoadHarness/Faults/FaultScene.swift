import Harness
import Protocol
import System

/// What faults act on, and what they must know of each other.
final class FaultScene {
    /// Names the supervisor as the object of a fault.
    static let supervisorName = "supervisor"

    /// How long after an order it is said again that it is over: the connection may have been lost
    /// in between.
    private static let repeatAfter = Interval.seconds(2)

    let instance: any LoadTarget
    let census: InstanceCensus
    /// Starts the supervisor again after its end.
    var keeper: SupervisorKeeper
    /// Pools whose runs hear something now.
    var stormyPools: Set<String> = []
    /// Lanes that were ordered to do something, by how many orders that last; they are open at the
    /// end.
    private(set) var orders: [LaneID: Int] = [:]
    private let ask: (ControlCommand) -> Void
    private var repeats: [(due: Interval, lane: LaneID)] = []
    /// The time since the start.
    private(set) var elapsed = Interval.zero

    init(_ instance: any LoadTarget, ask: @escaping (ControlCommand) -> Void) {
        self.instance = instance
        census = InstanceCensus(state: instance.stateFolder)
        keeper = SupervisorKeeper()
        self.ask = ask
    }

    /// True if a run is in flight on a lane, or anywhere.
    func isBusy(_ lane: LaneID? = nil) throws(HarnessError) -> Bool {
        try HarnessError.describing { () throws(SystemError) in
            try !census.members(on: lane).isEmpty
        }
    }

    // MARK: Orders

    /// What an order says why.
    static var options: OperatorOptions {
        var options = OperatorOptions()
        options.reason = "laneload"
        return options
    }

    /// When something is to be said again; nil if nothing is.
    var nextRepeat: Interval? { repeats.map(\.due).min() }

    /// Gives a lane an order that lasts.
    func order(_ lane: LaneID, _ command: ControlCommand) {
        orders[lane, default: 0] += 1
        ask(command)
    }

    /// Ends an order; the lane is open again unless another one lasts.
    func endOrder(of lane: LaneID) {
        orders[lane, default: 1] -= 1
        open(lane)
        repeats.append((elapsed + Self.repeatAfter, lane))
    }

    /// Forgets what is to be said again.
    func forgetRepeats() { repeats = [] }

    /// Sets the time, and says again what is due.
    func advance(to elapsed: Interval) {
        self.elapsed = elapsed
        let due = repeats.filter { $0.due <= elapsed }
        repeats.removeAll { $0.due <= elapsed }
        for (_, lane) in due { open(lane) }
    }

    /// Undraining ends a reroute as well.
    private func open(_ lane: LaneID) {
        guard orders[lane, default: 0] == 0 else { return }
        ask(.laneUndrain(lane, Self.options))
    }
}
