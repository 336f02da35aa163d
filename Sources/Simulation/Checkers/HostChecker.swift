import ControlPlane
import DataStructures
import Protocol

/// No start is made that the machine has no room for, as it was measured last; what is not interactive
/// is spaced out after the machine went down without a clean stop; and no run gives way to an
/// interactive mission that the machine has no room for.
struct HostChecker: Checker {
    static let rule = "room on the machine"

    /// What the supervisor measured last.
    var figures = HostFigures()
    private var host = HostPolicy()
    private var classes = LookupTable<MissionID, MissionClass>()
    private var now = MonotonicTime(nanoseconds: 0)
    /// When this supervisor started; nil unless the machine went down uncleanly before.
    private var uncleanSince: MonotonicTime?
    /// Starts since then that were not interactive.
    private var startCount: UInt64 = 0

    /// The supervisor that has just started follows no clean stop, on a machine that went down.
    mutating func bootedUncleanly(at now: MonotonicTime) { uncleanSince = now }

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .supervisorStarted:
            uncleanSince = nil
            startCount = 0
            figures = HostFigures()
        case .configured(let configuration):
            host = configuration.supervisor.host
        case .turnBegan(let instant):
            now = instant.boot
        case .committed(let writes):
            for write in writes {
                if let problem = problem(of: write, ledger) { return problem }
            }
        case .performed, .acknowledged, .exited, .workerStarted, .workerEnded, .runStarted,
            .workDone, .survivorsTold, .runEnded, .stopDelivered, .resultMade, .resultDurable,
            .resultDeleted:
            break
        }
        return nil
    }

    private mutating func problem(of write: LedgerWrite, _ ledger: SimulatedLedger) -> String? {
        switch write {
        case .insertMission(let envelope, _):
            if let id = envelope.missionID { classes[id] = envelope.missionClass }
        case .insertAttempt(let attempt):
            return started(attempt)
        case .updateAttempt(let attempt):
            return gaveWay(attempt, ledger)
        case .updateMission, .saveLane, .savePool, .saveEstop, .appendEvent, .markCleanStop:
            break
        }
        return nil
    }

    private mutating func started(_ attempt: AttemptRecord) -> String? {
        let isInteractive = classes[attempt.missionID] == .interactive
        if let problem = shortage(for: isInteractive) {
            return "\(attempt.runID) starts with \(problem)"
        }
        guard !isInteractive else { return nil }
        if let percent = figures.memoryPressurePercent, percent > host.memoryPressureMaxPercent {
            return "\(attempt.runID) starts while memory is waited for \(percent) % of the time"
        }
        if let percent = figures.cpuPressurePercent, percent > host.cpuPressureMaxPercent {
            return "\(attempt.runID) starts while a processor is waited for \(percent) %"
        }
        return excess(attempt)
    }

    /// What is missing for a start however little it takes; nil if nothing.
    private func shortage(for isInteractive: Bool) -> String? {
        let kept = host.minAvailableMiB * 1024 / (isInteractive ? 2 : 1)
        guard let available = figures.availableKiB, available < kept else { return nil }
        return "\(available) KiB available, and \(kept) are kept"
    }

    private func gaveWay(_ attempt: AttemptRecord, _ ledger: SimulatedLedger) -> String? {
        guard attempt.intent == .preempt, attempt.outcome == nil,
            ledger.attempts[attempt.runID]?.intent != .preempt,
            let problem = shortage(for: true)
        else { return nil }
        return "\(attempt.runID) gives way to what cannot start with \(problem)"
    }

    /// Counts a start after an unclean boot.
    private mutating func excess(_ attempt: AttemptRecord) -> String? {
        let rate = host.uncleanStartRate
        guard let uncleanSince, rate.perMinute > 0 else { return nil }
        let age = now.since(uncleanSince)
        guard age < .seconds(host.uncleanStartSeconds) else { return nil }
        startCount += 1
        let interval = 60_000_000_000 / UInt64(rate.perMinute)
        let allowed = UInt64(rate.burst) + age.nanoseconds / interval
        guard startCount > allowed else { return nil }
        return "\(attempt.runID) is start \(startCount) after an unclean boot, of \(allowed)"
    }
}
