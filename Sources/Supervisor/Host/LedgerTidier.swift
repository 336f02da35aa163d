import ControlPlane
import Protocol
import SQLite
import System

/// Keeps the ledger small: moves its write-ahead log into the file, and deletes what is too old.
///
/// It does so when nothing has been committed for a while. A supervisor that is never idle does it
/// all the same: once its log is long, and whenever retention is due.
struct LedgerTidier {
    /// The ledger is tidied when nothing was committed for this long.
    static let idleDelay = Interval.seconds(1)
    /// How often retention looks for what is too old.
    static let retentionInterval = Interval.seconds(600)
    /// The time between two batches of what is too old, so that nobody waits for more than one.
    static let batchInterval = Interval.milliseconds(50)
    /// For this long nothing is tried after the disk was found full.
    static let fullDiskDelay = Interval.seconds(10)

    private let ledger: Ledger
    private let paths: InstancePaths
    private let log: EventLog
    private var commitCount: UInt64
    /// When to tidy although nothing happens; nil if there is nothing to tidy.
    private var idleAt: MonotonicTime?
    private var retentionAt: MonotonicTime
    private var pausedUntil: MonotonicTime

    init(_ ledger: Ledger, _ paths: InstancePaths, log: EventLog, at now: MonotonicTime) {
        self.ledger = ledger
        self.paths = paths
        self.log = log
        commitCount = ledger.counters.commitCount
        retentionAt = now + Self.retentionInterval
        pausedUntil = now
    }

    /// When it wants a turn; nil if it needs none of its own.
    var nextDeadline: MonotonicTime? { idleAt.map { max($0, pausedUntil) } }

    /// Does what is due; called at the end of every turn.
    ///
    /// - Throws: `SQLiteError`, but not for want of room.
    mutating func turn(_ policy: RetentionPolicy, at now: Instant) throws(SQLiteError) {
        if ledger.counters.commitCount != commitCount {
            commitCount = ledger.counters.commitCount
            idleAt = now.boot + Self.idleDelay
        }
        let isIdle = idleAt.map { $0 <= now.boot } ?? false
        guard isIdle || ledger.needsCheckpoint || retentionAt <= now.boot,
            pausedUntil <= now.boot
        else { return }
        do throws(SQLiteError) {
            if isIdle { idleAt = nil }
            try ledger.checkpoint(isIdle: isIdle)
            if retentionAt <= now.boot { try prune(policy, at: now) }
        } catch {
            guard error.isDiskFull else { throw error }
            pausedUntil = now.boot + Self.fullDiskDelay
            idleAt = idleAt ?? pausedUntil
            log.warning("disk.full", error.description)
        }
    }

    private mutating func prune(_ policy: RetentionPolicy, at now: Instant) throws(SQLiteError) {
        let batch = try ledger.retentionBatch(policy, at: now.wall)
        guard !batch.isEmpty else {
            retentionAt = now.boot + Self.retentionInterval
            return
        }
        for run in batch.runs {
            // A log that is left is named again only if its row is, so that must come first.
            _ = try? Files.remove(paths.log(of: run.runID, on: run.vpID))
        }
        try ledger.prune(batch)
        retentionAt = now.boot + Self.batchInterval
        idleAt = retentionAt
    }
}
