import Harness
import Protocol
import System

/// Sees to it that a supervisor runs, as a service manager would: starts it again after its end.
struct SupervisorKeeper {
    enum State: Equatable {
        /// It is to run on. Leaves to: ending (its end was brought about), absent (no room for it).
        case running
        /// It was killed or asked to stop. Leaves to: absent (its end was seen).
        case ending
        /// There is none. Leaves to: running (the next was started).
        case absent(nextAt: Interval)
    }

    /// Between two starts at least.
    static let startInterval = Interval.milliseconds(100)
    /// How often it is looked for an end that is near.
    static let lookInterval = Interval.milliseconds(5)

    private(set) var state = State.running
    /// The hard limit of open descriptors of the next one; nil for none of its own.
    var descriptorLimit: UInt64?
    private var startedAt = Interval.zero

    /// Says that the end of the one that runs is near.
    mutating func expectEnd() {
        if state == .running { state = .ending }
    }

    /// The supervisor, if it is there and nobody has brought its end about.
    func running(_ instance: any LoadTarget) -> ProcessHandle? {
        state == .running ? instance.supervisor : nil
    }

    /// When to look again, if it is not for nothing.
    func nextDeadline(after elapsed: Interval) -> Interval? {
        switch state {
        case .running: nil
        case .ending: elapsed + Self.lookInterval
        case .absent(let nextAt): nextAt
        }
    }

    /// Looks for the supervisor's end, and starts the next one when it is time.
    ///
    /// One that has found no room, or was started with few descriptors, may end by itself; so it
    /// would with a service manager.
    ///
    /// - Throws: `HarnessError` when it ended for no such reason: that is a defect.
    mutating func advance(
        to elapsed: Interval,
        _ instance: any LoadTarget
    ) throws(HarnessError) {
        switch state {
        case .running, .ending:
            guard let end = try Self.end(of: instance) else { return }
            let isLimited = descriptorLimit != nil
            let isTemporary = end == .exited(code: ExitCode.temporary.rawValue)
            guard state == .ending || isLimited || isTemporary else {
                return try instance.checkAlive()
            }
            state = .absent(nextAt: max(elapsed, startedAt + Self.startInterval))
            try startIfDue(elapsed, instance)
        case .absent:
            try startIfDue(elapsed, instance)
        }
    }

    private mutating func startIfDue(
        _ elapsed: Interval,
        _ instance: any LoadTarget
    ) throws(HarnessError) {
        guard case .absent(let nextAt) = state, nextAt <= elapsed else { return }
        try instance.start(descriptorLimit: descriptorLimit)
        startedAt = elapsed
        state = .running
    }

    private static func end(
        of instance: any LoadTarget
    ) throws(HarnessError) -> System.ExitStatus? {
        guard let supervisor = instance.supervisor else { return nil }
        return try HarnessError.describing { () throws(SystemError) in try supervisor.reap() }
    }
}
