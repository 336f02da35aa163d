import Protocol

/// The end of a process tree: the ladder of signals and the survey that proves the tree gone.
///
/// ```
///            leader exited by itself           stop
///                     │                         │
///                 untouched ──members left──► terminated ──grace over──► killed
///                     └────────── no member left: the run is over ──────────┘
/// ```
struct TreeEnd: Equatable {
    /// What the tree was sent.
    enum Ladder: Equatable {
        /// Nothing. Leaves to: terminated (members were left), killed (an immediate stop).
        case untouched
        /// SIGTERM. Leaves to: killed (at `killAt`, or an immediate stop).
        case terminated(killAt: MonotonicTime)
        /// SIGKILL, and again with every survey; `survivorCount` is what the last survey found, nil
        /// until the patience with the tree is over. Leaves to: nothing but the tree's end.
        case killed(since: MonotonicTime, survivorCount: Int?)
    }

    /// The count of living members.
    enum Survey: Equatable {
        /// None is wanted: a process that we wait for still lives. Leaves to: asked.
        case idle
        /// One was asked for. Leaves to: due (members are left).
        case asked
        /// The next one waits, because members were left. Leaves to: asked.
        case due(MonotonicTime)
    }

    /// The time from a survey to the next in milliseconds; the last one repeats.
    static let surveyMilliseconds: [UInt64] = [1, 2, 5, 10, 20, 50, 100]

    /// True until the process that speaks for the run (leader or check) has exited.
    private(set) var awaitsProcess: Bool
    /// What the tree was sent.
    private(set) var ladder = Ladder.untouched
    /// The count of members.
    private(set) var survey = Survey.idle
    /// Members found when the leader had exited; nil before the first survey after it.
    private(set) var leftoverProcessCount: Int?
    private var surveyCount = 0

    /// Starts the end of a run whose process has exited, or still lives.
    init(awaitsProcess: Bool) {
        self.awaitsProcess = awaitsProcess
    }

    /// The members that live on although the patience with them is over; nil if there are none.
    var survivorCount: Int? {
        switch ladder {
        case .killed(_, let survivorCount): survivorCount
        case .untouched, .terminated: nil
        }
    }

    /// When `tick` has something to do.
    var nextDeadline: MonotonicTime? {
        var deadline: MonotonicTime?
        if case .terminated(let killAt) = ladder { deadline = killAt }
        if case .due(let time) = survey { deadline = earlier(deadline, time) }
        return deadline
    }

    /// Asks the tree to end; a tree that was asked already is only killed if `isImmediate`.
    mutating func stop(isImmediate: Bool, grace: Interval, at now: MonotonicTime) -> [TreeAction] {
        switch ladder {
        case .untouched:
            return isImmediate ? kill(at: now) : terminate(killAt: now + grace)
        case .terminated:
            return isImmediate ? kill(at: now) : []
        case .killed:
            return []
        }
    }

    /// The awaited process has exited: from here on the rest of the tree is surveyed.
    mutating func processExited() -> [TreeAction] {
        guard awaitsProcess else { return [] }
        awaitsProcess = false
        return ask()
    }

    /// Starts the survey of a tree whose process had exited before the end began.
    mutating func begin() -> [TreeAction] {
        awaitsProcess ? [] : ask()
    }

    /// Members are left.
    mutating func surveyed(
        processCount: Int,
        leftoverGrace: Interval,
        patience: Interval,
        at now: MonotonicTime
    ) -> [TreeAction] {
        schedule(at: now)
        let isFirst = !awaitsProcess && leftoverProcessCount == nil
        if isFirst { leftoverProcessCount = processCount }
        switch ladder {
        case .untouched:
            return terminate(killAt: now + leftoverGrace)
        case .terminated(let killAt):
            // Processes that were started after the first SIGTERM have not seen it.
            return isFirst ? terminate(killAt: min(killAt, now + leftoverGrace)) : []
        case .killed(let since, let survivorCount):
            guard now.since(since) >= patience else { return [] }
            ladder = .killed(since: since, survivorCount: processCount)
            return survivorCount == nil ? [.reportSurvivors(processCount)] : []
        }
    }

    /// No member is left; true if the run is over, false if its process was not reaped yet.
    mutating func gone(at now: MonotonicTime) -> Bool {
        guard awaitsProcess else { return true }
        schedule(at: now)
        return false
    }

    /// Time has passed.
    mutating func tick(at now: MonotonicTime) -> [TreeAction] {
        var actions: [TreeAction] = []
        if case .terminated(let killAt) = ladder, killAt <= now {
            actions += kill(at: now)
        } else if case .killed = ladder, case .due(let time) = survey, time <= now {
            actions.append(.signal(.kill))
        }
        if case .due(let time) = survey, time <= now { actions += ask() }
        return actions
    }

    private mutating func terminate(killAt: MonotonicTime) -> [TreeAction] {
        ladder = .terminated(killAt: killAt)
        return [.signal(.terminate)]
    }

    private mutating func kill(at now: MonotonicTime) -> [TreeAction] {
        ladder = .killed(since: now, survivorCount: nil)
        // Also while the leader lives: one that survives SIGKILL must be noticed.
        guard survey != .asked else { return [.signal(.kill)] }
        return [.signal(.kill)] + ask()
    }

    private mutating func ask() -> [TreeAction] {
        survey = .asked
        return [.survey]
    }

    private mutating func schedule(at now: MonotonicTime) {
        let index = min(surveyCount, Self.surveyMilliseconds.count - 1)
        surveyCount += 1
        survey = .due(now + .milliseconds(Self.surveyMilliseconds[index]))
    }
}
