import ControlPlane
import Protocol
import SQLite
import System

/// The supervisor's loop: wait, collect, decide, commit, perform.
final class Daemon {
    /// A commit that found the disk full is tried again after this long.
    private static let fullDiskDelay = Interval.milliseconds(250)

    private let reactor: Reactor
    private let signals: SignalSource
    private let log: EventLog
    private var world: SupervisorWorld
    private var core: ControlPlane
    private var driver = TurnDriver()
    private var logRegistration: Registration?
    private var tidier: LedgerTidier
    private var isDiskFull = false
    /// True once somebody has asked for an end.
    private var isStopAsked = false

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
        tidier = LedgerTidier(parts.ledger, parts.paths, log: log, at: now.boot)
        signals = try SignalSource([.terminate, .interrupt, .hangup, .user2])
        _ = try reactor.watch(signals.descriptor, .read) { [unowned self] _ in takeSignals() }
    }

    /// Runs until the supervisor is to end.
    ///
    /// - Parameter replace: Executes the program on disk in this process; returns only with an
    ///   error, after which everything goes on.
    /// - Returns: What to exit with; `temporary` where a stop cannot be written for want of room:
    ///   workers and runs go on then, as if the supervisor had died.
    /// - Throws: `SQLiteError` if the ledger cannot be written for another reason than a full disk;
    ///   workers and runs go on and keep their results.
    func run(
        replacingBy replace: () throws(SystemError) -> Never
    ) throws(SQLiteError) -> ExitCode {
        try turn(isFirst: true)
        while true {
            wait()
            if isStopAsked, isDiskFull { return finish(.temporary) }
            try turn(isFirst: false)
            if let code = world.exitCode { return finish(code) }
            if world.replacement.isDue {
                world.copier.stop()
                world.replacement.carryOut(replace)
            }
        }
    }

    private func finish(_ code: ExitCode) -> ExitCode {
        world.copier.stop()
        world.server.close()
        log.flush()
        return code
    }

    private func wait() {
        do throws(SystemError) {
            if isDiskFull { return try waitForRoom() }
            try reactor.turn(until: world.hasBacklog ? world.now.boot : nextDeadline)
        } catch {
            fatalError("invariant broken: the event loop: \(error)")
        }
    }

    /// Waits for signals only: what clients and workers say is not read while nothing can be
    /// committed, so each of them would end every wait at once.
    private func waitForRoom() throws(SystemError) {
        let deadline = Clock.bootTime() + Self.fullDiskDelay
        if try Poll.waitReadable(signals.descriptor, until: deadline) { takeSignals() }
    }

    private var nextDeadline: MonotonicTime? {
        [core.nextDeadline, world.nextDeadline, tidier.nextDeadline].compactMap { $0 }.min()
    }

    private func turn(isFirst: Bool) throws(SQLiteError) {
        let now = Clock.now()
        world.now = now
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
        try tidier.turn(core.configuration.retention, at: now)
    }

    // MARK: Signals

    private func takeSignals() {
        do throws(SystemError) {
            for signal in try signals.read() {
                switch signal {
                case .terminate, .interrupt:
                    isStopAsked = true
                    world.inbox.append(.stopRequested)
                case .hangup: world.reload(nil, nil)
                case .user2: world.inbox.append(.replacementRequested)
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
}
