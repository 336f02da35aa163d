import Harness
import Protocol
import System

/// Plays a plan: lets missions arrive, does harm, takes samples, and waits until everything has ended.
struct LoadDriver {
    /// How many connections submit.
    private static let submitterCount = 4
    /// How long the last reading may take.
    private static let lastReadingTime = Interval.seconds(5)

    private let scenario: Scenario
    private let seed: UInt64
    private let instance: LoadInstance
    private let client: LoadClient
    private let waiting: [Submission]
    private let show: (String) -> Void
    private let injector: FaultInjector
    private var plan: LoadPlan
    private var gate: ArrivalGate
    private var board = LoadBoard()
    private var sampler: Sampler
    private var began = Clock.now()
    /// False once everything has arrived: what ends must not be disturbed any more.
    private var isHarming = true

    /// - Parameters:
    ///   - scenario: What is played.
    ///   - seed: Decides missions and faults.
    ///   - instance: A supervisor whose lanes are ready.
    ///   - interruption: Ends it.
    ///   - waiting: Missions that wait already; those that still do when no more missions arrive
    ///     are cancelled.
    ///   - show: Hears how far it is, one line.
    /// - Throws: `HarnessError`.
    init(
        _ scenario: Scenario,
        seed: UInt64,
        _ instance: LoadInstance,
        interruption: Interruption,
        afterSubmitting waiting: [Submission] = [],
        show: @escaping (String) -> Void = { _ in }
    ) throws(HarnessError) {
        self.scenario = scenario
        self.seed = seed
        self.instance = instance
        self.waiting = waiting
        self.show = show
        let client = try LoadClient(
            path: instance.controlSocket,
            submitterCount: Self.submitterCount,
            eventsAfter: instance.eventCursor,
            interruption
        )
        self.client = client
        plan = LoadPlan(scenario, seed: seed)
        injector = FaultInjector(instance, plan.faults) { command in
            // Without a connection to be had everything else fails, too, and says so.
            try? client.ask(command, .order)
        }
        gate = ArrivalGate(
            scenario.arrival,
            openCountMax: instance.isOwn ? nil : AttachedLimit.openCountMax(instance.quotas)
        )
        sampler = Sampler(instance.quotas, ledgerPath: instance.ledgerPath)
    }

    /// Plays it.
    ///
    /// - Returns: Everything that is known when it is over, but for what is left in the ledger, in
    ///   the runs' file and in the process table.
    /// - Throws: `HarnessError` if it cannot go on; what lasts of the faults may still last.
    mutating func run() throws(HarnessError) -> Evidence {
        began = Clock.now()
        try arrive()
        let ceased = Clock.now().wall
        isHarming = false
        try injector.endAll()
        try cancelWaiting()
        try settle()
        var evidence = Evidence()
        evidence.quotas = instance.quotas
        evidence.submissions = waiting + board.submissions
        evidence.refusals = board.refusals
        evidence.events = board.events
        evidence.samples = sampler.samples
        evidence.faults = injector.injected
        evidence.starts = instance.starts
        evidence.beganAt = began.wall
        evidence.ceasedAt = ceased
        evidence.endedAt = Clock.now().wall
        return evidence
    }

    // MARK: Phases

    private var elapsed: Interval { Clock.bootTime().since(began.boot) }

    /// Until the duration is over or everything has arrived.
    private mutating func arrive() throws(HarnessError) {
        while elapsed < scenario.duration, !gate.isExhausted {
            let arrived = gate.arrivals(
                at: elapsed,
                openCount: board.openCount,
                from: &plan
            )
            for mission in arrived { try submit(mission) }
            let next = gate.nextTime(after: elapsed, openCount: board.openCount)
            try turn(until: min(next ?? scenario.duration, scenario.duration))
        }
    }

    private mutating func submit(_ mission: PlannedMission) throws(HarnessError) {
        var envelope = MissionScript.envelope(
            mission,
            seed: seed,
            instance,
            now: Clock.now().wall
        )
        if !instance.isOwn {
            envelope = AttachedMission.adapted(envelope, mission.number, instance)
        }
        board.noteSent(mission.number, mission.missionClass)
        try client.submit(envelope, number: mission.number)
    }

    /// What waited before the load began has had its time: a hundred thousand take too long to run.
    private func cancelWaiting() throws(HarnessError) {
        var options = OperatorOptions()
        options.reason = "laneload: the load is over"
        for mission in waiting where !board.hasEnded(mission.missionID) {
            try client.order(.missionCancel(mission.missionID, options))
        }
    }

    /// Until nothing is open, or the time for that is over.
    private mutating func settle() throws(HarnessError) {
        let end = elapsed + scenario.settleTime
        while elapsed < end, !isSettled {
            try turn(until: end)
        }
        let count = sampler.samples.count
        let last = elapsed + Self.lastReadingTime
        while elapsed < last, sampler.samples.count == count { try turn(until: last) }
    }

    /// True if nothing of ours is open by the answers, the stream and, where nobody else submits, by
    /// the supervisor's own word; and the stream has told everything that it knew then.
    private var isSettled: Bool {
        guard board.openCount == 0 else { return false }
        guard instance.isOwn else { return true }
        guard let status = sampler.status, client.cursor >= status.lastEventSequence else {
            return false
        }
        let open = zip(MissionStatus.allCases, status.missionCounts).filter { !$0.0.isTerminal }
        return status.missionCounts.count == MissionStatus.allCases.count
            && open.allSatisfy { $0.1 == 0 }
    }

    // MARK: Turns

    /// Waits for what comes next, at most until a time after the start, and sees to it.
    private mutating func turn(until limit: Interval) throws(HarnessError) {
        let client = self.client
        var deadline = min(began.boot + limit, sampler.nextDeadline)
        if isHarming, let fault = injector.nextDeadline {
            deadline = min(deadline, began.boot + fault)
        }
        for news in try client.wait(until: deadline) { try take(news) }
        try sampler.advance(to: Clock.bootTime()) {
            (command, subject) throws(HarnessError) in
            try client.ask(command, subject)
        }
        if isHarming {
            // Looks after the supervisor, too: who kills it knows which end was meant.
            try injector.advance(to: elapsed)
        } else {
            try instance.checkAlive()
        }
    }

    private mutating func take(_ news: LoadConnection.News) throws(HarnessError) {
        switch news {
        case .event(let event):
            board.note(event)
            if event.type == .supervisorReady { instance.noteReady(at: event.emittedAt) }
        case .answer(let question, let reply, let time):
            try take(reply, to: question, at: time)
        }
    }

    private mutating func take(
        _ reply: ControlReply,
        to question: LoadConnection.Question,
        at time: WallTime
    ) throws(HarnessError) {
        switch (question.subject, reply) {
        case (.mission(let number), _):
            if board.noteAnswer(number, reply, question, at: time) != nil {
                gate.pause(from: elapsed)
            }
        case (.status, .status(let status)):
            sampler.take(status)
        case (.pools, .pools(let pools)):
            if sampler.take(pools, at: time) { show(progress) }
        case (.subscription, .error(let error)):
            throw HarnessError("the supervisor does not tell its events: \(error.message)")
        case (.status, _), (.pools, _), (.order, _), (.repeatedOrder, _), (.subscription, _):
            // An order that is refused shows in what the fault does, or does not.
            break
        }
    }

    private var progress: String {
        let seconds = elapsed.wholeSeconds
        let total = scenario.duration.wholeSeconds
        let time = seconds < total ? "\(seconds) of \(total) s" : "settling, \(seconds) s"
        let faults = injector.injected.count
        return "\(time), \(board.submissions.count) acknowledged, \(board.endedCount) ended,"
            + " \(board.openCount) open" + (faults > 0 ? ", \(faults) faults" : "")
    }
}
