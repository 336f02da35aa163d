public import Protocol

/// The outside of a turn: the supervisor's sockets, processes and ledger, or the simulation's.
public protocol TurnWorld {
    /// Why a commit did not happen.
    associatedtype CommitError: Error

    /// Returns what has happened since the last turn, oldest first, at most `limit`.
    mutating func collect(limit: Int) -> [Event]

    /// Makes every write durable in one transaction, or none.
    mutating func commit(_ writes: [LedgerWrite]) throws(CommitError)

    /// Carries out one effect other than a write; `core` answers questions about the live state.
    mutating func perform(_ effect: Effect, core: borrowing ControlPlane)
}

/// The one order of a turn: input, tick, commit, effects.
///
/// The supervisor and the simulation both run this, so that neither can do something before it is
/// written.
public struct TurnDriver {
    /// The most events of one turn.
    public static let eventCountMax = 256

    /// What the core has asked for and the ledger does not have yet; not empty only after a commit
    /// that failed.
    private var pending: [Effect] = []

    /// Creates a driver with nothing pending.
    public init() {}

    /// True if the last commit failed: the next turn tries it again before it takes new input.
    public var isBlocked: Bool { !pending.isEmpty }

    /// Lets the core begin: what it asks for is committed and performed by the first turn.
    public mutating func begin(_ body: (inout [Effect]) -> Void) {
        body(&pending)
    }

    /// Runs one turn.
    ///
    /// - Throws: What `commit` threw. No effect of the turn was performed, none is lost: the next
    ///   turn commits and performs them first.
    public mutating func run<World: TurnWorld>(
        _ core: inout ControlPlane,
        in world: inout World,
        at now: Instant
    ) throws(World.CommitError) {
        if pending.isEmpty {
            for event in world.collect(limit: Self.eventCountMax) {
                core.handle(event, at: now, into: &pending)
            }
            core.handle(.tick, at: now, into: &pending)
        }
        try commit(in: &world)
        let effects = pending
        pending.removeAll(keepingCapacity: true)
        core.didCommit()
        for effect in effects {
            if case .write = effect { continue }
            world.perform(effect, core: core)
        }
    }

    private func commit<World: TurnWorld>(in world: inout World) throws(World.CommitError) {
        var writes: [LedgerWrite] = []
        for case .write(let write) in pending { writes.append(write) }
        if !writes.isEmpty { try world.commit(writes) }
    }
}
