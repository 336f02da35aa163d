import DataStructures
import Protocol

/// Whether the lanes of a pool may start work, by what its provider says.
///
///     open --throttled--> cooling --wait over--> open, with fewer slots
///      |  \--exhausted--> exhausted --reset--> probing --served--> open
///      |                     ^                    |
///      +---------------------+------ refused -----+
///
/// After a throttling half of the slots are granted, one more after each success. A hold stands
/// beside the state and grants nothing. What a provider reports about its windows closes classes
/// without a change of state.
struct PoolMachine: Equatable, Sendable {
    /// A run that finds out whether the provider serves again.
    struct Probe: Equatable, Sendable {
        let runID: RunID
        /// When it is taken for a success though it has said nothing.
        let until: WallTime
    }

    /// What the pool does.
    enum State: Equatable, Sendable {
        /// Grants its slots. Leaves to: cooling, exhausted, probing (an operator wants to know).
        case open
        /// The provider asked for patience: grants nothing. Leaves to: open (the time is over),
        /// exhausted, probing (an operator wants to know).
        case cooling(until: WallTime)
        /// The entitlement is used up: grants nothing. Leaves to: probing (it is reset, or an
        /// operator wants to know).
        case exhausted(until: WallTime)
        /// Grants one run, to find out; nil until it starts. Leaves to: open (it is served),
        /// cooling, exhausted.
        case probing(Probe?)
    }

    /// What the rest of the supervisor hears of a change.
    enum Notice: Equatable, Sendable {
        case throttled(until: WallTime)
        case exhausted(until: WallTime)
        case held(PoolHold)
        /// The wait is over, and this many slots are granted.
        case reopened(slotCount: Int)
        case probing
        case recovered
    }

    private(set) var state = State.open
    private(set) var hold: PoolHold?
    /// Slots granted in `open`, at most; nil for all.
    private(set) var limit: Int?
    private(set) var windows = PoolWindows()
    private var throttleCount: UInt64 = 0

    /// True if all slots are granted to every class, and nothing is known that runs could change.
    var isSettled: Bool { state == .open && hold == nil && limit == nil && windows.isEmpty }

    // MARK: What is granted

    /// True if nothing at all may start.
    var isClosed: Bool {
        guard hold == nil else { return true }
        switch state {
        case .open, .probing(nil): return false
        case .cooling, .exhausted, .probing: return true
        }
    }

    /// How many runs may hold a permit, those that do among them.
    ///
    /// - Parameters:
    ///   - policy: The pool's.
    ///   - usedCount: Permits in use.
    /// - Returns: 0 to the slots of the policy; it may be less than are in use.
    func slotCount(_ policy: PoolPolicy, usedCount: Int) -> Int {
        guard !isClosed else { return 0 }
        guard case .probing = state else {
            return min(limit ?? policy.slotCount, policy.slotCount)
        }
        return min(usedCount + 1, policy.slotCount)
    }

    /// How many of the granted slots are kept for interactive missions.
    ///
    /// One slot at least is for everybody while fewer are granted: else a pool that nobody uses
    /// interactively would never have the success that it recovers by. A probe may be of any class,
    /// and like every start takes nothing that the policy keeps.
    ///
    /// - Parameters:
    ///   - policy: The pool's.
    ///   - grantedCount: What `slotCount` says.
    /// - Returns: 0 to `grantedCount`.
    func reservedSlotCount(_ policy: PoolPolicy, grantedCount: Int) -> Int {
        switch state {
        case .open:
            max(0, min(policy.reservedSlotCount, grantedCount - 1))
        case .probing:
            max(0, grantedCount - (policy.slotCount - policy.reservedSlotCount))
        case .cooling, .exhausted:
            0
        }
    }

    /// The classes that its windows let start.
    func openClasses(_ policy: PoolPolicy, at now: WallTime) -> [MissionClass] {
        guard let binding = windows.binding(policy, at: now) else { return MissionClass.allCases }
        return MissionClass.allCases.filter {
            binding.chargedPermille < policy.gatePercent(of: $0) * 10
        }
    }

    /// When time alone changes something; nil if it does not.
    var nextChangeAt: WallTime? {
        let expiry = windows.isEmpty ? nil : windows.nextExpiry
        switch state {
        case .cooling(let until), .exhausted(let until): return min(until, expiry ?? until)
        case .probing(let probe?): return min(probe.until, expiry ?? probe.until)
        case .open, .probing(nil): return expiry
        }
    }

    // MARK: What happens

    /// A run was started in it.
    mutating func started(_ runID: RunID, _ policy: PoolPolicy, at now: WallTime) {
        guard case .probing(nil) = state else { return }
        let patience = Interval.milliseconds(policy.coolingMaxMilliseconds)
        state = .probing(Probe(runID: runID, until: now + patience))
    }

    /// The provider refused something for a short time.
    ///
    /// - Parameters:
    ///   - wait: What it asked for, if it did.
    ///   - policy: The pool's.
    ///   - jitter: Up to a tenth is added to the wait: 0 to 1000.
    ///   - now: The time of the turn.
    /// - Returns: Nil if it was known.
    mutating func throttled(
        wait: Interval?,
        _ policy: PoolPolicy,
        jitter: UInt64,
        at now: WallTime
    ) -> Notice? {
        let isKnown: Bool
        switch state {
        case .exhausted: return nil
        case .cooling: isKnown = true
        case .open:
            isKnown = false
            limit = max(1, min(limit ?? policy.slotCount, policy.slotCount) / 2)
        case .probing:
            isKnown = false
            limit = 1
        }
        if !isKnown { throttleCount += 1 }
        let own = Backoff.interval(
            count: throttleCount,
            baseMilliseconds: policy.coolingMilliseconds,
            maxMilliseconds: policy.coolingMaxMilliseconds
        )
        let until = now + Self.spread(max(own, wait ?? .zero), jitter)
        if case .cooling(let earlier) = state {
            // What else the storm refuses says nothing new, but the provider may ask for more.
            if let wait, now + wait > earlier { state = .cooling(until: until) }
            return nil
        }
        state = .cooling(until: until)
        return .throttled(until: until)
    }

    /// The entitlement is used up.
    ///
    /// - Parameters:
    ///   - resetAt: When the provider says it is reset; nil if it did not say.
    ///   - policy: The pool's.
    ///   - jitter: 0 to 1000: part of the margin after the reset.
    ///   - now: The time of the turn.
    /// - Returns: Nil if it was known.
    mutating func exhausted(
        resetAt: WallTime?,
        _ policy: PoolPolicy,
        jitter: UInt64,
        at now: WallTime
    ) -> Notice? {
        let reset = resetAt.map { max($0, now) } ?? now + .seconds(policy.unknownResetSeconds)
        let margin = Interval.seconds(policy.resetMarginSeconds)
        let until = reset + Self.spread(margin, jitter)
        if case .exhausted(let earlier) = state {
            if resetAt != nil, reset + margin > earlier { state = .exhausted(until: until) }
            return nil
        }
        state = .exhausted(until: until)
        return .exhausted(until: until)
    }

    /// Nothing starts until it is cleared.
    ///
    /// - Returns: Nil if it was held already.
    mutating func held(_ new: PoolHold) -> Notice? {
        guard hold == nil else { return nil }
        hold = new
        return .held(new)
    }

    /// An operator says that it is fine: everything known against it is forgotten.
    ///
    /// - Returns: False if nothing was.
    mutating func cleared() -> Bool {
        let fresh = PoolMachine()
        guard self != fresh else { return false }
        self = fresh
        return true
    }

    /// An operator wants to find out at once: one run, whatever the windows said.
    ///
    /// - Returns: False if it grants slots to every class anyway, or finds out already.
    mutating func probeRequested() -> Bool {
        switch state {
        case .cooling, .exhausted: break
        case .open where hold != nil || !windows.readings.isEmpty: break
        case .probing where hold != nil: break
        case .open, .probing: return false
        }
        hold = nil
        windows = PoolWindows()
        state = .probing(nil)
        return true
    }

    /// The runtime reported how much of a window is used.
    mutating func read(_ report: LimitReport, at now: WallTime) {
        windows.read(report, at: now)
    }

    /// The last run of it that was open has ended: what its windows grow by from now on was used
    /// outside.
    mutating func becameIdle() {
        windows.becameIdle()
    }

    /// The provider has served this run something.
    ///
    /// - Returns: Nil unless that was to be found out.
    mutating func served(_ runID: RunID) -> Notice? {
        guard case .probing(let probe?) = state, probe.runID == runID else { return nil }
        return recover()
    }

    /// A run of it ended, and its provider refused nothing that is news.
    ///
    /// - Parameters:
    ///   - runID: The run.
    ///   - hasSucceeded: False where the end says nothing about the provider.
    ///   - policy: The pool's.
    /// - Returns: Nil unless all slots are granted again.
    mutating func ended(
        _ runID: RunID,
        hasSucceeded: Bool,
        _ policy: PoolPolicy
    ) -> Notice? {
        if case .probing(let probe?) = state, probe.runID == runID {
            guard hasSucceeded else {
                state = .probing(nil)
                return nil
            }
            return recover()
        }
        guard hasSucceeded, state == .open, let limit else { return nil }
        throttleCount = 0
        self.limit = limit + 1 < policy.slotCount ? limit + 1 : nil
        return self.limit == nil ? .recovered : nil
    }

    /// Which runs are open: a probe that is not among them is none.
    mutating func openRuns(include isOpen: (RunID) -> Bool) {
        guard case .probing(let probe?) = state, !isOpen(probe.runID) else { return }
        state = .probing(nil)
    }

    /// Time has passed.
    mutating func ticked(_ policy: PoolPolicy, at now: WallTime) -> Notice? {
        windows.expire(at: now)
        switch state {
        case .cooling(let until) where now >= until:
            state = .open
            let slotCount = slotCount(policy, usedCount: 0)
            return .reopened(slotCount: slotCount)
        case .exhausted(let until) where now >= until:
            state = .probing(nil)
            return .probing
        case .probing(let probe?) where now >= probe.until:
            return recover()
        case .open, .cooling, .exhausted, .probing:
            return nil
        }
    }

    private mutating func recover() -> Notice {
        state = .open
        throttleCount = 0
        limit = nil
        return .recovered
    }

    private static func spread(_ wait: Interval, _ jitter: UInt64) -> Interval {
        Interval(nanoseconds: wait.nanoseconds + wait.nanoseconds / 10_000 * min(jitter, 1000))
    }

    // MARK: The ledger

    /// Goes on where a record says.
    init(_ record: PoolRecord) {
        hold = record.hold
        limit = record.slotLimit
        throttleCount = record.throttleCount
        windows = PoolWindows(record.readings)
        let until = record.until ?? WallTime(nanoseconds: 0)
        switch record.status {
        case .open: state = .open
        case .cooling: state = .cooling(until: until)
        case .exhausted: state = .exhausted(until: until)
        case .probing:
            let end = record.probeUntil ?? until
            state = .probing(record.probe.map { Probe(runID: $0, until: end) })
        }
    }

    /// Creates a pool that is open and of which nothing is known.
    init() {}

    /// What the ledger keeps.
    func record(name: String) -> PoolRecord {
        var record = PoolRecord(name: name)
        record.hold = hold
        record.slotLimit = limit
        record.throttleCount = throttleCount
        record.readings = windows.readings
        switch state {
        case .open: record.status = .open
        case .cooling(let until):
            record.status = .cooling
            record.until = until
        case .exhausted(let until):
            record.status = .exhausted
            record.until = until
        case .probing(let probe):
            record.status = .probing
            record.probe = probe?.runID
            record.probeUntil = probe?.until
        }
        return record
    }
}
