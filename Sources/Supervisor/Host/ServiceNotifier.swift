import ControlPlane
import Protocol
import System

/// Tells the service manager how far the supervisor has come, and that it is alive.
struct ServiceNotifier {
    private let log: EventLog
    private let watchdogInterval: Interval?
    private var watchdogDueAt: MonotonicTime?

    init(log: EventLog, at now: MonotonicTime) {
        self.log = log
        // Half of what the manager waits for, as sd_watchdog_enabled(3) advises.
        watchdogInterval = ServiceManager.watchdogInterval.map {
            Interval(nanoseconds: $0.nanoseconds / 2)
        }
        watchdogDueAt = watchdogInterval.map { _ in now }
    }

    /// When the manager must hear from us again; nil without a watchdog.
    var nextDeadline: MonotonicTime? { watchdogDueAt }

    /// Says that the loop turns, if it is time to.
    mutating func beat(at now: MonotonicTime) {
        guard let watchdogInterval, let dueAt = watchdogDueAt, now >= dueAt else { return }
        watchdogDueAt = now + watchdogInterval
        tell("WATCHDOG=1")
    }

    /// Says how far the supervisor has come.
    func announce(_ phase: SupervisorPhase, stopDeadlineSeconds: UInt64) {
        switch phase {
        case .starting: tell("STATUS=looking for workers")
        case .ready: tell("READY=1\nSTATUS=ready")
        case .stopping:
            // The manager's own limit must not end what our deadline still allows.
            let microseconds = (stopDeadlineSeconds + 15) * 1_000_000
            tell("STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=\(microseconds)")
        case .stopped: tell("STATUS=stopped")
        }
    }

    private func tell(_ state: String) {
        do throws(SystemError) {
            _ = try ServiceManager.notify(state)
        } catch {
            log.warning("notify.failed", error.description)
        }
    }
}
