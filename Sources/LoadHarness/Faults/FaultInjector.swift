// What a load does to its instance besides working it.
//
//     PlannedFault ─ fault(on:) ─▶ Fault ─ begin ─▶ lasting ─ end ─▶ over
//                                    └─ notYet, for at most `patience` ─▶ over, with an obstacle
//
// ## Rules and their reasons
// - Nothing waits: the one thread that makes the load and takes its times is the same that does the
//   harm. Whatever takes time is looked at again in a later call.
// - A process is signalled through its pidfd alone, and only one whose identity was taken from the
//   instance's own files or environment: a harness that kills by number kills a stranger one day.
// - What could not be done is noted with the reason. A load that was not harmed proves nothing.
// - `SupervisorKeeper` alone starts supervisors, so that two faults never start two.

import Harness
import Protocol
import System

/// Does to an instance what was planned, when it is due, and ends what lasts.
final class FaultInjector {
    /// How long is waited for something to do a fault to, such as a worker.
    static let patience = Interval.seconds(2)
    private static let retryInterval = Interval.milliseconds(20)
    /// How often it is looked whether something has come to an end by itself.
    private static let lookInterval = Interval.milliseconds(100)
    /// How long the supervisor may take to be there again at the end, its own stop included.
    private static let settleTime = Interval.seconds(90)

    private enum State {
        /// Leaves to: lasting, over.
        case waiting(nextTry: Interval)
        /// Leaves to: over. The index is that of `injected`.
        case lasting(until: Interval, index: Int)
        case over
    }

    private struct Entry {
        let plan: PlannedFault
        let fault: any Fault
        var state: State
    }

    private let scene: FaultScene
    private var entries: [Entry]
    /// What was done, and what could not be, oldest first.
    private(set) var injected: [InjectedFault] = []

    /// Prepares a plan.
    ///
    /// - Parameters:
    ///   - instance: What it will be done to.
    ///   - plan: In any order.
    ///   - ask: Sends a command to the supervisor without waiting for its answer; it may be lost.
    init(
        _ instance: some LoadTarget,
        _ plan: [PlannedFault],
        ask: @escaping (ControlCommand) -> Void
    ) {
        scene = FaultScene(instance, ask: ask)
        entries = plan.map { plan in
            Entry(
                plan: plan,
                fault: plan.fault(on: instance),
                state: .waiting(nextTry: plan.after)
            )
        }
    }

    // MARK: Time

    /// When to call `advance` next, after the start; nil when nothing is left to do.
    var nextDeadline: Interval? {
        var next = [scene.keeper.nextDeadline(after: scene.elapsed), scene.nextRepeat]
        for entry in entries {
            switch entry.state {
            case .waiting(let nextTry): next.append(nextTry)
            case .lasting(let until, _): next.append(min(until, scene.elapsed + Self.lookInterval))
            case .over: break
            }
        }
        return next.compactMap { $0 }.min()
    }

    /// Begins and ends what is due.
    ///
    /// - Parameter elapsed: Since the start; never less than in the call before.
    /// - Throws: `HarnessError` when the supervisor has ended by itself, or the harness fails.
    func advance(to elapsed: Interval) throws(HarnessError) {
        scene.advance(to: elapsed)
        if scene.instance.isOwn { try scene.keeper.advance(to: elapsed, scene.instance) }
        for index in entries.indices {
            switch entries[index].state {
            case .waiting(let nextTry):
                if nextTry <= elapsed { try begin(index) }
            case .lasting(let until, _):
                let hasEnded = try entries[index].fault.hasEnded()
                if hasEnded || until <= elapsed { try end(index) }
            case .over: break
            }
        }
    }

    /// True while there is no supervisor by plan: its successor is not started yet.
    var isSupervisorAway: Bool { scene.keeper.state != .running }

    // MARK: Beginning and ending

    private func begin(_ index: Int) throws(HarnessError) {
        let plan = entries[index].plan
        switch try entries[index].fault.begin(scene) {
        case .done(let object, let wasBusy):
            note(plan, object, wasBusy: wasBusy)
            entries[index].state = .over
        case .lasting(let object, let wasBusy):
            note(plan, object, wasBusy: wasBusy)
            entries[index].state = .lasting(
                until: scene.elapsed + plan.lastsFor,
                index: injected.count - 1
            )
        case .notYet(let object, let reason):
            let next = scene.elapsed + Self.retryInterval
            guard next > plan.after + Self.patience else {
                entries[index].state = .waiting(nextTry: next)
                return
            }
            giveUp(index, object, because: reason)
        case .impossible(let object, let reason):
            giveUp(index, object, because: reason)
        }
    }

    private func giveUp(_ index: Int, _ object: String, because reason: String) {
        note(entries[index].plan, object, wasBusy: false, obstacle: reason)
        entries[index].state = .over
    }

    private func note(
        _ plan: PlannedFault,
        _ object: String,
        wasBusy: Bool,
        obstacle: String? = nil
    ) {
        let now = Clock.now().wall
        injected.append(
            InjectedFault(
                kind: plan.kind,
                object: object,
                at: now,
                endedAt: now,
                wasBusy: wasBusy,
                obstacle: obstacle
            )
        )
    }

    private func end(_ index: Int) throws(HarnessError) {
        guard case .lasting(_, let number) = entries[index].state else { return }
        entries[index].state = .over
        injected[number].endedAt = Clock.now().wall
        try entries[index].fault.end(scene)
    }

    // MARK: The end

    /// Ends everything that lasts, and waits until a supervisor runs that nothing is kept from and
    /// all lanes are open.
    ///
    /// What was due and could not be done is noted; what is not due yet is not done any more.
    ///
    /// - Throws: `HarnessError` when the supervisor does not come back.
    func endAll() throws(HarnessError) {
        for index in entries.indices {
            switch entries[index].state {
            case .waiting:
                if entries[index].plan.after <= scene.elapsed {
                    giveUp(index, entries[index].plan.kind.rawValue, because: "the load was over")
                }
                entries[index].state = .over
            case .lasting: try end(index)
            case .over: break
            }
        }
        scene.forgetRepeats()
        guard scene.instance.isOwn else { return }
        let end = Clock.bootTime() + Self.settleTime
        try waitForSupervisor(until: end)
        try openLanes(until: end)
    }

    private func waitForSupervisor(until end: MonotonicTime) throws(HarnessError) {
        let start = (elapsed: scene.elapsed, at: Clock.bootTime())
        while true {
            let now = Clock.bootTime()
            try scene.keeper.advance(to: start.elapsed + now.since(start.at), scene.instance)
            if scene.keeper.state == .running { return }
            guard now < end else {
                throw HarnessError(
                    "the supervisor has not ended after \(Self.settleTime.wholeSeconds) s"
                )
            }
            try Pause.microseconds(5_000)
        }
    }

    /// Asks by a connection of its own, and listens: the lanes are open for certain then.
    private func openLanes(until end: MonotonicTime) throws(HarnessError) {
        let lanes = scene.orders.keys.sorted()
        guard !lanes.isEmpty else { return }
        while true {
            do throws(HarnessError) {
                let client = try ControlClient(
                    path: scene.instance.controlSocket,
                    program: "laneload"
                )
                for lane in lanes { _ = try client.ask(.laneUndrain(lane, FaultScene.options)) }
                return
            } catch {
                // It does not listen yet, or was not ready to be asked.
                guard Clock.bootTime() < end else { throw error }
                try Pause.microseconds(20_000)
            }
        }
    }
}
