import ControlPlane
import Protocol
import SQLite
import System

/// The supervisor's loop: wait, collect, decide, commit, perform.
final class Daemon {
    /// How a run of the loop ended.
    enum End: Equatable {
        case exit(ExitCode)
        case replaceProgram
    }

    /// The ledger is tidied when nothing has happened for this long.
    private static let idleDelay = Interval.seconds(1)
    /// How often retention looks for what is too old.
    private static let retentionInterval = Interval.seconds(600)
    /// A commit that found the disk full is tried again after this long.
    private static let fullDiskDelay = Interval.milliseconds(250)

    private let reactor: Reactor
    private let signals: SignalSource
    private let log: EventLog
    private var world: SupervisorWorld
    private var core: ControlPlane
    private var driver = TurnDriver()
    private var logRegistration: Registration?
    private var isDiskFull = false
    /// When idle maintenance is due; nil if there is nothing to tidy.
    private var tidyAt: MonotonicTime?
    private var retentionAt: MonotonicTime

    /// Takes over everything that was opened; `boot` of the core is the first turn.
    init(
        _ parts: SupervisorParts,
        configuration: LoadedConfiguration,
        file: ConfigurationFile,
        recovered: RecoveredState,
        seed: UInt64
    ) throws(SystemError) {
        reactor = parts.reactor
        log = parts.log
        let now = Clock.now()
        world = SupervisorWorld(parts, configuration: configuration, file: file, at: now)
        core = ControlPlane(
            configuration: configuration.configuration,
            recovered: recovered,
            seed: seed,
            at: now
        )
        retentionAt = now.boot + Self.retentionInterval
        signals = try SignalSource([.terminate, .interrupt, .hangup, .user2])
        _ = try reactor.watch(signals.descriptor, .read) { [unowned self] _ in takeSignals() }
    }

    /// Runs until the supervisor is to end or to be replaced.
    ///
    /// - Throws: `SQLiteError` if the ledger cannot be written for another reason than a full disk;
    ///   workers and runs go on and keep their results.
    func run() throws(SQLiteError) -> End {
        try turn(isFirst: true)
        while true {
            wait()
            try turn(isFirst: false)
            if let code = world.exitCode { return finish(.exit(code)) }
            if world.isReplaced { return finish(.replaceProgram) }
        }
    }

    private func finish(_ end: End) -> End {
        world.copier.stop()
        world.server.close()
        log.flush()
        return end
    }

    private func wait() {
        do throws(SystemError) {
            try reactor.turn(until: world.hasBacklog && !isDiskFull ? world.now.boot : nextDeadline)
        } catch {
            fatalError("invariant broken: the event loop: \(error)")
        }
    }

    private var nextDeadline: MonotonicTime? {
        if isDiskFull { return Clock.bootTime() + Self.fullDiskDelay }
        return [core.nextDeadline, world.nextDeadline, tidyAt].compactMap { $0 }.min()
    }

    private func turn(isFirst: Bool) throws(SQLiteError) {
        let now = Clock.now()
        world.now = now
        let commitCount = world.ledger.counters.commitCount
        do throws(SQLiteError) {
            if isFirst { driver.begin { core.boot(at: now, into: &$0) } }
            try driver.run(&core, in: &world, at: now)
            isDiskFull = false
        } catch {
            guard error.isDiskFull else { throw error }
            if !isDiskFull { log.error("disk.full", error.description) }
            isDiskFull = true
        }
        world.finishTurn()
        watchLog()
        if world.ledger.counters.commitCount != commitCount { tidyAt = now.boot + Self.idleDelay }
        if let tidyAt, now.boot >= tidyAt { try tidy(at: now) }
    }

    // MARK: Signals

    private func takeSignals() {
        do throws(SystemError) {
            for signal in try signals.read() {
                switch signal {
                case .terminate, .interrupt: world.inbox.append(.stopRequested)
                case .hangup: world.reload(nil, nil)
                case .user2: world.isReplaced = true
                default: break
                }
            }
        } catch {
            log.error("signal.unreadable", error.description)
        }
    }

    // MARK: Housekeeping

    /// Waits for room on standard error only while lines are held back.
    private func watchLog() {
        do throws(SystemError) {
            if log.wantsWrite, logRegistration == nil {
                logRegistration = try reactor.watch(log.descriptor, .write) { [unowned self] _ in
                    log.flush()
                }
            } else if !log.wantsWrite, let registration = logRegistration {
                reactor.forget(registration)
                logRegistration = nil
            }
        } catch {
            // Standard error is a file, which never makes anybody wait.
            logRegistration = nil
        }
    }

    /// Tidies the ledger while nothing happens: the log of SQLite, then what is too old.
    private func tidy(at now: Instant) throws(SQLiteError) {
        tidyAt = nil
        do throws(SQLiteError) {
            try world.ledger.checkpoint(isIdle: true)
            guard now.boot >= retentionAt else { return }
            let batch = try world.ledger.retentionBatch(
                core.configuration.retention,
                at: now.wall
            )
            guard !batch.isEmpty else {
                retentionAt = now.boot + Self.retentionInterval
                return
            }
            for run in batch.runs {
                // A log that is left is named again only if its row is, so that must come first.
                _ = try? Files.remove(world.paths.log(of: run.runID, on: run.vpID))
            }
            try world.ledger.prune(batch)
            tidyAt = now.boot + .milliseconds(50)
        } catch {
            guard error.isDiskFull else { throw error }
            log.warning("disk.full", error.description)
        }
    }
}
