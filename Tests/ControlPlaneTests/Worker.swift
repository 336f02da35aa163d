import ControlPlane
import Protocol

/// A worker machine with a clock and a list of its last effects.
struct Worker: Equatable {
    var machine: WorkerMachine
    var now = MonotonicTime.ms(0)

    init(generation: UInt64, policy: LanePolicy = LanePolicy()) {
        machine = WorkerMachine(generation: Generation(generation), policy: policy)
    }

    var state: WorkerMachine.State { machine.state }
    var generation: Generation { machine.generation }
    var lossCount: Int { machine.lossCount }
    var isReady: Bool { machine.isReady }

    func isAlive(_ generation: Generation) -> Bool { machine.isAlive(generation) }

    func nextDeadline() -> MonotonicTime? { machine.nextDeadline(hasActiveRun: false) }

    /// Applies one event and returns every effect of it.
    mutating func handle(_ event: WorkerMachine.Event) -> [WorkerMachine.Effect] {
        var effects: [WorkerMachine.Effect] = []
        machine.handle(event, at: now, into: &effects)
        return effects
    }

    mutating func tick(
        isWanted: Bool = true,
        hasActiveRun: Bool = false
    ) -> [WorkerMachine.Effect] {
        handle(.ticked(isWanted: isWanted, hasActiveRun: hasActiveRun))
    }

    /// Lets the process exit and what it left be cleared; returns the last effects.
    @discardableResult
    mutating func die(_ generation: Generation) -> [WorkerMachine.Effect] {
        _ = handle(.exited(generation))
        _ = handle(.treesGone(generation))
        _ = handle(.lockTaken(generation))
        return handle(.outboxRead(generation))
    }

    /// Generation 1 is gone and cleared.
    static func vacant(policy: LanePolicy = LanePolicy()) -> Worker {
        var worker = Worker(generation: 1, policy: policy)
        let generation = Generation(1)
        _ = worker.handle(.probeRequested)
        _ = worker.handle(.missing)
        _ = worker.handle(.treesGone(generation))
        _ = worker.handle(.lockTaken(generation))
        _ = worker.handle(.outboxRead(generation))
        return worker
    }

    /// Generation 2 was spawned at 0 ms and has not said hello.
    static func greeting() -> Worker {
        var worker = vacant()
        _ = worker.tick()
        _ = worker.handle(.spawned(Generation(2)))
        return worker
    }

    /// Generation 2 said hello at 0 ms.
    static func ready() -> Worker {
        var worker = greeting()
        _ = worker.handle(.helloed(Generation(2)))
        return worker
    }
}
