import DataStructures
public import Protocol

/// The life of a lane's worker processes, one generation after another.
///
/// It knows nothing of missions. What a dead generation left is cleared in one fixed order (its
/// trees proved gone, its lock taken, its outbox read) before the next one is started, so that no
/// run can be alive twice and no result is forgotten.
///
///     unprobed --> probing --missing--> clearing(trees, lock, outbox) --> vacant
///                     |                     ^                          |    |   |
///                   found                exited               backingOff  parked
///                     v                     |                          |    |
///                  greeting <--- starting <-|------- spawn <-----------+----+
///                     |                     |
///                  helloed --> ready --> leaving / killing
public struct WorkerMachine: Equatable, Sendable {
    /// What is believed of the worker's process.
    public enum State: Equatable, Sendable {
        /// The supervisor has just started. Leaves to: probing.
        case unprobed
        /// The holder of the lane's lock is being found out. Leaves to: greeting, killing (an
        /// unknown generation holds it), clearing (nobody does).
        case probing
        /// What the generation left is being cleared. Leaves to: vacant, backingOff, parked.
        case clearing(Generation, ClearingStep)
        /// There is no worker and the lock is ours. Leaves to: starting.
        case vacant
        /// As vacant, after a death at start-up. Leaves to: starting (at `until`), vacant (at `until`
        /// where it is not wanted, reset).
        case backingOff(until: MonotonicTime)
        /// A process was asked for. Leaves to: greeting, vacant, backingOff, parked.
        case starting(Generation)
        /// The process exists; a connection and its hello are under way. Leaves to: ready, killing
        /// (at the deadline), clearing (it exits).
        case greeting(Generation, Greeting)
        /// It has said hello. Leaves to: greeting (the connection broke), leaving, killing (the
        /// lease ended), clearing (it exits).
        case ready(Generation, lastHeardAt: MonotonicTime)
        /// It was told to go. Leaves to: killing (at `killAt`), clearing (it exits).
        case leaving(Generation, killAt: MonotonicTime)
        /// It was killed. Leaves to: clearing (it exits).
        case killing(Generation)
        /// It died too often at start-up; the lock is ours. Leaves to: vacant (reset).
        case parked
    }

    /// The steps of clearing, in their order.
    public enum ClearingStep: Equatable, Sendable {
        /// The trees of its runs are being ended.
        case trees
        /// Its lock is being taken.
        case lock
        /// Its outbox is being read.
        case outbox
    }

    /// A connection that is being made.
    public struct Greeting: Equatable, Sendable {
        /// Without a hello by then, the process is killed.
        public var deadline: MonotonicTime
        /// When to connect again; nil while a connection is under way.
        public var retryAt: MonotonicTime?
        /// How long to wait after the next refusal; doubles to 100 ms.
        public var retryAfter = Interval.milliseconds(2)
        /// True if the worker outlived an earlier supervisor.
        public var isAdoption: Bool
    }

    /// Something that happened.
    public enum Event: Equatable, Sendable {
        case probeRequested
        case found(Generation)
        case missing
        case spawned(Generation)
        case spawnFailed(Generation)
        case exited(Generation)
        case linkClosed(Generation)
        case helloed(Generation)
        case heard(Generation)
        case treesGone(Generation)
        case lockTaken(Generation)
        case outboxRead(Generation)
        /// The worker runs nothing and is not wanted any more.
        case leaveRequested
        /// The worker must go now.
        case killRequested(ReasonCode)
        /// An operator forgives the deaths.
        case resetRequested
        /// The supervisor itself was stopped for a while: silence so far proves nothing.
        case rearmed
        /// Time has passed.
        case ticked(isWanted: Bool, hasActiveRun: Bool)
    }

    /// Something to do, or for the composition to know.
    public enum Effect: Equatable, Sendable {
        case probe
        case spawn(Generation)
        case connect(Generation)
        case shutDown(Generation)
        case kill(Generation, ReasonCode)
        case endTrees(Generation)
        case takeLock(Generation)
        case readOutbox(Generation)
        /// The worker serves.
        case noteReady(Generation, isAdopted: Bool)
        /// The worker is gone. `isExpected`: because it was told to.
        case noteLost(Generation, isExpected: Bool)
        /// The lane is parked.
        case noteParked(deathCount: Int)
    }

    /// What follows when clearing is done.
    private enum Sequel: Equatable, Sendable {
        case vacant
        case backOff(until: MonotonicTime)
        case park(deathCount: Int)
    }

    /// The current state.
    public private(set) var state = State.unprobed
    /// The generation that was started last; committed with the lane's record before it is spawned.
    public private(set) var generation: Generation
    /// When the current worker first said hello; nil if it has not.
    public private(set) var readySince: MonotonicTime?
    /// How often a worker died without being told to.
    public private(set) var lossCount = 0

    @Boxed private var policy: LanePolicy
    private var tally = RestartTally()
    private var sequel = Sequel.vacant

    /// Creates a machine for a lane whose worker has not been looked for.
    public init(generation: Generation, policy: LanePolicy) {
        self.generation = generation
        self.policy = policy
    }

    /// Applies a changed policy from here on.
    public mutating func setPolicy(_ policy: LanePolicy) {
        self.policy = policy
    }

    /// True if there is no process and nothing left of one.
    public var isVacant: Bool {
        switch state {
        case .vacant, .backingOff, .parked: true
        case .unprobed, .probing, .clearing, .starting, .greeting, .ready, .leaving, .killing: false
        }
    }

    /// True if runs can be sent to the worker.
    public var isReady: Bool {
        if case .ready = state { true } else { false }
    }

    /// True once the first look after boot has led somewhere.
    public var isSettled: Bool {
        isVacant || isReady
    }

    /// The lease ends this long after the last word.
    ///
    /// An idle worker speaks only every ten seconds.
    private func lease(hasActiveRun: Bool) -> Interval {
        let lease = Interval.milliseconds(policy.liveness.leaseMilliseconds)
        return hasActiveRun ? lease : lease * 3
    }

    /// When `.ticked` is next due, or nil if time alone changes nothing.
    public func nextDeadline(hasActiveRun: Bool) -> MonotonicTime? {
        switch state {
        case .backingOff(let until): until
        case .greeting(_, let greeting):
            min(greeting.deadline, greeting.retryAt ?? greeting.deadline)
        case .ready(_, let lastHeardAt): lastHeardAt + lease(hasActiveRun: hasActiveRun)
        case .leaving(_, let killAt): killAt
        case .unprobed, .probing, .clearing, .vacant, .starting, .killing, .parked: nil
        }
    }

    /// Applies one event and appends what must be done about it.
    ///
    /// An event of another generation than the current one is dropped: it can neither revive nor
    /// kill a successor.
    public mutating func handle(
        _ event: Event,
        at now: MonotonicTime,
        into effects: inout [Effect]
    ) {
        switch event {
        case .probeRequested: probeRequested(into: &effects)
        case .found(let generation): found(generation, at: now, into: &effects)
        case .missing: missing(into: &effects)
        case .spawned(let generation): spawned(generation, at: now, into: &effects)
        case .spawnFailed(let generation): spawnFailed(generation, at: now, into: &effects)
        case .exited(let generation): exited(generation, at: now, into: &effects)
        case .linkClosed(let generation): linkClosed(generation, at: now)
        case .helloed(let generation): helloed(generation, at: now, into: &effects)
        case .heard(let generation): heard(generation, at: now)
        case .treesGone(let generation): treesGone(generation, into: &effects)
        case .lockTaken(let generation): lockTaken(generation, into: &effects)
        case .outboxRead(let generation): outboxRead(generation, into: &effects)
        case .leaveRequested: leaveRequested(at: now, into: &effects)
        case .killRequested(let reason): killRequested(reason, into: &effects)
        case .resetRequested: resetRequested()
        case .rearmed: rearmed(at: now)
        case .ticked(let isWanted, let hasActiveRun):
            ticked(isWanted: isWanted, hasActiveRun: hasActiveRun, at: now, into: &effects)
        }
    }

    // MARK: Boot

    private mutating func probeRequested(into effects: inout [Effect]) {
        switch state {
        case .unprobed:
            state = .probing
            effects.append(.probe)
        case .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready, .leaving,
            .killing, .parked:
            break
        }
    }

    private mutating func found(
        _ holder: Generation,
        at now: MonotonicTime,
        into effects: inout [Effect]
    ) {
        switch state {
        case .probing:
            guard holder == generation else {
                // Not one that this ledger started last: it must go before ours can come.
                generation = max(generation, holder)
                state = .killing(holder)
                effects.append(.kill(holder, .workerContradiction))
                return
            }
            state = .greeting(holder, greeting(at: now, isAdoption: true))
            effects.append(.connect(holder))
        case .unprobed, .clearing, .vacant, .backingOff, .starting, .greeting, .ready, .leaving,
            .killing, .parked:
            break
        }
    }

    private mutating func missing(into effects: inout [Effect]) {
        switch state {
        case .probing:
            sequel = .vacant
            clear(generation, into: &effects)
        case .unprobed, .clearing, .vacant, .backingOff, .starting, .greeting, .ready, .leaving,
            .killing, .parked:
            break
        }
    }

    // MARK: Start

    private mutating func spawned(
        _ spawned: Generation,
        at now: MonotonicTime,
        into effects: inout [Effect]
    ) {
        switch state {
        case .starting(let current) where current == spawned:
            state = .greeting(current, greeting(at: now, isAdoption: false))
            effects.append(.connect(current))
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    private mutating func spawnFailed(
        _ failed: Generation,
        at now: MonotonicTime,
        into effects: inout [Effect]
    ) {
        switch state {
        case .starting(let current) where current == failed:
            lossCount += 1
            sequel = sequelOfStartupDeath(at: now)
            follow(into: &effects)
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    private mutating func linkClosed(_ closed: Generation, at now: MonotonicTime) {
        switch state {
        case .greeting(let current, var greeting) where current == closed:
            greeting.retryAt = now + greeting.retryAfter
            greeting.retryAfter = min(greeting.retryAfter * 2, .milliseconds(100))
            state = .greeting(current, greeting)
        case .ready(let current, _) where current == closed:
            // The process lives: its end would have come through its pidfd.
            var greeting = greeting(at: now, isAdoption: false)
            greeting.retryAt = now
            state = .greeting(current, greeting)
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    private mutating func helloed(
        _ helloed: Generation,
        at now: MonotonicTime,
        into effects: inout [Effect]
    ) {
        switch state {
        case .greeting(let current, let greeting) where current == helloed:
            state = .ready(current, lastHeardAt: now)
            if readySince == nil { readySince = now }
            effects.append(.noteReady(current, isAdopted: greeting.isAdoption))
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    private mutating func heard(_ heard: Generation, at now: MonotonicTime) {
        switch state {
        case .ready(let current, _) where current == heard:
            state = .ready(current, lastHeardAt: now)
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    // MARK: End

    private mutating func exited(
        _ exited: Generation,
        at now: MonotonicTime,
        into effects: inout [Effect]
    ) {
        switch state {
        case .greeting(let current, _) where current == exited,
            .ready(let current, _) where current == exited,
            .killing(let current) where current == exited:
            lossCount += 1
            sequel = sequelOfDeath(at: now)
            effects.append(.noteLost(current, isExpected: false))
            clear(current, into: &effects)
        case .leaving(let current, _) where current == exited:
            sequel = .vacant
            effects.append(.noteLost(current, isExpected: true))
            clear(current, into: &effects)
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    private mutating func clear(_ generation: Generation, into effects: inout [Effect]) {
        readySince = nil
        state = .clearing(generation, .trees)
        effects.append(.endTrees(generation))
    }

    private mutating func treesGone(_ cleared: Generation, into effects: inout [Effect]) {
        switch state {
        case .clearing(let current, .trees) where current == cleared:
            state = .clearing(current, .lock)
            effects.append(.takeLock(current))
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    private mutating func lockTaken(_ taken: Generation, into effects: inout [Effect]) {
        switch state {
        case .clearing(let current, .lock) where current == taken:
            state = .clearing(current, .outbox)
            effects.append(.readOutbox(current))
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    private mutating func outboxRead(_ read: Generation, into effects: inout [Effect]) {
        switch state {
        case .clearing(let current, .outbox) where current == read:
            follow(into: &effects)
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .ready,
            .leaving, .killing, .parked:
            break
        }
    }

    private mutating func follow(into effects: inout [Effect]) {
        switch sequel {
        case .vacant:
            state = .vacant
        case .backOff(let until):
            state = .backingOff(until: until)
        case .park(let deathCount):
            state = .parked
            effects.append(.noteParked(deathCount: deathCount))
        }
        sequel = .vacant
    }

    private mutating func leaveRequested(at now: MonotonicTime, into effects: inout [Effect]) {
        switch state {
        case .ready(let current, _):
            let grace = Interval.milliseconds(policy.liveness.leaseMilliseconds)
            state = .leaving(current, killAt: now + grace)
            effects.append(.shutDown(current))
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .leaving,
            .killing, .parked:
            break
        }
    }

    private mutating func killRequested(_ reason: ReasonCode, into effects: inout [Effect]) {
        switch state {
        case .greeting(let current, _), .ready(let current, _), .leaving(let current, _):
            kill(current, reason, into: &effects)
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .killing, .parked:
            break
        }
    }

    private mutating func resetRequested() {
        switch state {
        case .backingOff, .parked:
            tally = RestartTally()
            state = .vacant
        case .unprobed, .probing, .clearing, .vacant, .starting, .greeting, .ready, .leaving,
            .killing:
            tally = RestartTally()
        }
    }

    private mutating func kill(
        _ generation: Generation,
        _ reason: ReasonCode,
        into effects: inout [Effect]
    ) {
        state = .killing(generation)
        effects.append(.kill(generation, reason))
    }

    // MARK: Time

    private mutating func rearmed(at now: MonotonicTime) {
        switch state {
        case .ready(let current, _):
            state = .ready(current, lastHeardAt: now)
        case .greeting(let current, var greeting):
            greeting.deadline = max(
                greeting.deadline,
                now + .milliseconds(policy.readyDeadlineMilliseconds)
            )
            state = .greeting(current, greeting)
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .leaving, .killing,
            .parked:
            break
        }
    }

    private mutating func ticked(
        isWanted: Bool,
        hasActiveRun: Bool,
        at now: MonotonicTime,
        into effects: inout [Effect]
    ) {
        switch state {
        case .vacant:
            if isWanted { spawn(into: &effects) }
        case .backingOff(let until):
            // Also where nobody wants it: a wait that is over must not be a deadline any more.
            guard now >= until else { return }
            state = .vacant
            if isWanted { spawn(into: &effects) }
        case .greeting(let current, var greeting):
            if now >= greeting.deadline {
                kill(current, .readyTimedOut, into: &effects)
            } else if let retryAt = greeting.retryAt, now >= retryAt {
                greeting.retryAt = nil
                state = .greeting(current, greeting)
                effects.append(.connect(current))
            }
        case .ready(let current, let lastHeardAt):
            forgiveIfHealthy(at: now)
            if now >= lastHeardAt + lease(hasActiveRun: hasActiveRun) {
                kill(current, .leaseExpired, into: &effects)
            }
        case .leaving(let current, let killAt):
            if now >= killAt { kill(current, .operatorRequest, into: &effects) }
        case .unprobed, .probing, .clearing, .starting, .killing, .parked:
            break
        }
    }

    private mutating func spawn(into effects: inout [Effect]) {
        generation = generation.next
        readySince = nil
        state = .starting(generation)
        effects.append(.spawn(generation))
    }

    private func greeting(at now: MonotonicTime, isAdoption: Bool) -> Greeting {
        Greeting(
            deadline: now + .milliseconds(policy.readyDeadlineMilliseconds),
            isAdoption: isAdoption
        )
    }

    private mutating func forgiveIfHealthy(at now: MonotonicTime) {
        guard let readySince else { return }
        if now.since(readySince) >= .seconds(policy.restart.healthySeconds) {
            tally = RestartTally()
        }
    }

    private mutating func sequelOfDeath(at now: MonotonicTime) -> Sequel {
        guard let readySince else { return sequelOfStartupDeath(at: now) }
        let hadBeenReady = now.since(readySince) >= .milliseconds(policy.restart.readyMilliseconds)
        return hadBeenReady ? .vacant : sequelOfStartupDeath(at: now)
    }

    private mutating func sequelOfStartupDeath(at now: MonotonicTime) -> Sequel {
        switch tally.record(at: now, under: policy.restart) {
        case .restart(let wait): .backOff(until: now + wait)
        case .park(let deathCount): .park(deathCount: deathCount)
        }
    }
}
