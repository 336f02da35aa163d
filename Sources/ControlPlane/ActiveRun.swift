public import DataStructures
public import Protocol

/// An open attempt, with what is known of its run since the supervisor or the run started.
public struct ActiveRun: Equatable, Sendable {
    /// The row of the attempt.
    @Boxed public var record: AttemptRecord
    /// The class of its mission, which decides whose slot it holds.
    public let missionClass: MissionClass
    /// True once the worker has taken the run.
    public var isAccepted = false
    /// The run has no process by then: it is given up.
    ///
    /// Nil once it has, and while the lane has no worker to start it.
    public var startDeadline: MonotonicTime?
    /// When the process was started.
    public var startedAt: MonotonicTime?
    /// When it last showed progress.
    public var progressAt: MonotonicTime
    /// The worker's counter at that time.
    public var progressCounter: UInt64 = 0
    /// True while a tool is in flight: silence is no sign then.
    public var isToolInFlight = false
    /// Since when the runtime waits for a person; its clocks stand.
    public var blockedSince: MonotonicTime?
    /// How long it was blocked before.
    public var blockedTime: Interval { .milliseconds(record.blockedMilliseconds) }
    /// True once the ladder was told to start at SIGKILL.
    public var isStopImmediate = false
    /// True while processes of its tree survive SIGKILL.
    public var isTreeNotDead = false
    /// True if it started because its class was due: it gives way to nothing.
    ///
    /// Not known of a run that was there before the supervisor.
    public var isMinimumShare = false
    /// Memory of its processes as it was heard last, in KiB; 0 if it was not.
    public var residentKiB: UInt64 = 0
    /// The most memory that was heard, in KiB.
    public var peakKiB: UInt64 = 0
    /// What it was expected to take when it started, in KiB; 0 if that was not known.
    public var expectedKiB: UInt64 = 0
    /// True if its mission is a copy of another one.
    public var isCopy = false
    /// What it had used when its row was last written.
    public var savedUsage = Usage()
    /// True if the machine was restarted since it was dispatched: its end is nobody's fault.
    public var isFromBeforeHostRestart = false

    /// Follows a new attempt, or one read from the ledger.
    public init(_ record: AttemptRecord, missionClass: MissionClass, at now: MonotonicTime) {
        self.record = record
        self.missionClass = missionClass
        progressAt = now
        savedUsage = record.usage
    }

    /// What it was heard to use since its row was last written.
    public var unsavedUsage: Usage { record.usage.beyond(savedUsage) }

    /// What it was expected to take and was not heard to have, in KiB.
    public var unusedKiB: UInt64 { expectedKiB - min(expectedKiB, residentKiB) }

    /// What it leaves where its worker dies.
    public var remains: RunRemains {
        // After a restart of the host the same number and start time may be anybody's.
        RunRemains(
            runID: record.runID,
            leader: isFromBeforeHostRestart ? nil : record.leader
        )
    }

    /// Says when a time budget ends, and which.
    ///
    /// While a tool is in flight, silence is bounded by the lane's patience with tools instead.
    ///
    /// - Parameters:
    ///   - budget: The mission's.
    ///   - toolTimeoutSeconds: How long a tool may be silent where silence is bounded at all.
    /// - Returns: Nil if no clock runs now.
    public func budgetEnd(
        _ budget: Budget,
        toolTimeoutSeconds: UInt64
    ) -> (at: MonotonicTime, intent: StopIntent)? {
        guard let startedAt, blockedSince == nil, record.intent == nil else { return nil }
        var end: (at: MonotonicTime, intent: StopIntent)?
        if let seconds = budget.maxRuntimeSeconds {
            end = (startedAt + blockedTime + .seconds(seconds), .runtimeBudget)
        }
        if let seconds = budget.maxIdleSeconds {
            // A tool never has less time than silence without one.
            let patience = isToolInFlight ? max(seconds, toolTimeoutSeconds) : seconds
            let idleEnd = progressAt + .seconds(patience)
            if end.map({ idleEnd < $0.at }) ?? true {
                end = (idleEnd, isToolInFlight ? .toolTimeout : .idleBudget)
            }
        }
        return end
    }
}
