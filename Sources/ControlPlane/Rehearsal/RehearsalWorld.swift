import DataStructures
import Protocol

/// The world of a rehearsal: clients that submit the workload, workers that are ready at once, runs
/// that go on for as long as the workload says and succeed, and a ledger that keeps nothing but what
/// it notes of each mission.
struct RehearsalWorld: TurnWorld {
    typealias CommitError = Never

    /// The one client, which submits each mission by itself and has no rights but that.
    private static let client = ClientID(1)

    /// The time of the turn.
    private(set) var now: Instant
    /// When the first millisecond of the workload begins; until then workers are started.
    let beginning: MonotonicTime

    /// What has happened and the control plane has not heard yet, and what will.
    private var agenda = DeadlineHeap<MonotonicTime, Event>()
    /// Requests by when they arrive, behind everything else of that time.
    private var arrivals = DeadlineHeap<MonotonicTime, ClientRequest>()
    private var hasTurned = false
    private var hasBegun = false
    private var notes: [RehearsedMission]
    /// How long runs take, by the place in the workload.
    private let runLengths: [Interval]
    private var places = LookupTable<MissionID, Int>()
    /// Runs that have not ended.
    private var runs = LookupTable<RunID, Bool>()
    /// In the order of their first starts.
    private var startOrder: [Int] = []
    private var arrived: [MissionID] = []

    /// Creates a world in which nothing has happened.
    init(_ workload: Workload, at startAt: WallTime) {
        let boot = MonotonicTime(nanoseconds: 1_000_000_000_000)
        now = Instant(boot: boot, wall: startAt)
        beginning = boot
        notes = workload.missions.enumerated().map { RehearsedMission($1, number: $0 + 1) }
        runLengths = workload.missions.map { .milliseconds($0.takesMilliseconds) }
    }

    /// Plans the requests, each of one mission, with an id for those that have none.
    mutating func planArrivals(of workload: Workload) {
        for (index, mission) in workload.missions.enumerated() {
            var envelope = mission.envelope
            let id = envelope.missionID ?? Self.name(of: index)
            envelope.missionID = id
            // An imaginary run is never silent.
            envelope.budget.maxIdleSeconds = nil
            if places[id] == nil { places[id] = index }
            arrivals.push(
                ClientRequest(
                    client: Self.client,
                    requestID: .number(Int64(index)),
                    role: .submitter,
                    actor: "rehearsal",
                    command: .missionSubmit([envelope], isDryRun: false)
                ),
                at: beginning + .milliseconds(mission.arriveAtMilliseconds)
            )
        }
    }

    private static func name(of index: Int) -> MissionID {
        guard let id = MissionID("rehearsal-\(index + 1)") else { fatalError("unusable id") }
        return id
    }

    // MARK: Time

    /// True while workers have something to say before the workload begins.
    var isAnswering: Bool { !hasTurned || !agenda.isEmpty }

    /// True if something is to be heard now.
    var isDue: Bool { nextPlanned.map { $0 <= now.boot } ?? false }

    /// When something is heard next; nil if nothing is any more.
    var nextPlanned: MonotonicTime? {
        [agenda.first?.key, arrivals.first?.key].compactMap(\.self).min()
    }

    /// Lets requests arrive from now on.
    mutating func begin() { hasBegun = true }

    /// Goes to a later time; by a millisecond if `time` is none.
    mutating func advance(to time: MonotonicTime) {
        let wait = time > now.boot ? time.since(now.boot) : .milliseconds(1)
        now = Instant(boot: now.boot + wait, wall: now.wall + wait)
    }

    private var elapsedMilliseconds: UInt64 { now.boot.since(beginning).wholeMilliseconds }

    // MARK: A turn

    mutating func collect(limit: Int) -> [Event] {
        hasTurned = true
        var events: [Event] = []
        while events.count < limit, let (_, event) = agenda.popFirst(ifAtMost: now.boot) {
            if case .reported(_, _, .ended(let result)) = event {
                // It was stopped before.
                guard runs.removeValue(forKey: result.runID) != nil else { continue }
            }
            events.append(event)
        }
        while hasBegun, events.count < limit,
            let (_, request) = arrivals.popFirst(ifAtMost: now.boot)
        {
            if case .missionSubmit(let envelopes, _) = request.command {
                arrived += envelopes.compactMap(\.missionID)
            }
            events.append(.requestReceived(request))
        }
        return events
    }

    mutating func commit(_ writes: [LedgerWrite]) {
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                modify(envelope.missionID) { $0.vpID = state.assignedVPID }
            case .updateMission(let id, let state):
                if state.status.isTerminal { ended(id, state) }
            case .insertAttempt(let attempt):
                started(attempt)
            case .updateAttempt, .saveLane, .saveEstop, .savePool, .appendEvent, .markCleanStop:
                break
            }
        }
    }

    mutating func perform(_ effect: Effect, core: borrowing ControlPlane) {
        switch effect {
        case .reply(_, let requestID, let reply):
            if case .error(let error) = reply { refused(requestID, error) }
        case .probeWorker(let lane):
            say(.workerMissing(lane))
        case .spawnWorker(let lane, let generation):
            say(.workerSpawned(lane, generation, Self.process))
        case .killWorker(let lane, let generation):
            say(.workerExited(lane, generation, .signal(9)))
        case .connectWorker(let lane, let generation, _):
            say(.reported(lane, generation, .hello(Self.hello(of: lane, generation))))
        case .send(let lane, let generation, let command):
            send(command, to: lane, generation)
        case .startRun(let lane, let generation, let order):
            start(order.attempt, on: lane, generation)
        case .endTrees(let lane, let generation, _):
            say(.treesGone(lane, generation))
        case .takeLock(let lane, let generation):
            say(.lockTaken(lane, generation))
        case .readOutbox(let lane, let generation):
            say(.outboxRead(lane, generation, []))
        case .write, .answer, .deleteOutboxEntry, .releaseLock, .announce, .reloadConfiguration,
            .replaceProgram, .captureIncident, .exit:
            break
        }
    }

    // MARK: Workers

    private static let process = ProcessIdentity(pid: 1, startTicks: 1)

    private static func hello(of lane: LaneID, _ generation: Generation) -> WorkerHello {
        WorkerHello(
            protocolVersion: 1,
            version: Version.text,
            vpID: lane,
            generation: generation
        )
    }

    private mutating func say(_ event: Event) {
        agenda.push(event, at: now.boot)
    }

    private mutating func start(
        _ attempt: AttemptRecord,
        on lane: LaneID,
        _ generation: Generation
    ) {
        guard let place = places[attempt.missionID] else { return }
        let (run, fence) = (attempt.runID, attempt.fence)
        runs[run] = true
        say(.reported(lane, generation, .accepted(runID: run, fence: fence)))
        say(.reported(lane, generation, .started(runID: run, fence: fence, leader: leader)))
        plan(.completed, .finished, of: run, fence, on: lane, generation, after: runLengths[place])
    }

    /// A process that is started now; the kernel counts 100 ticks a second.
    private var leader: ProcessIdentity {
        ProcessIdentity(pid: 1, startTicks: now.boot.nanoseconds / 10_000_000)
    }

    private mutating func send(
        _ command: LaneCommand,
        to lane: LaneID,
        _ generation: Generation
    ) {
        switch command {
        case .cancelMission(let run, let fence, let intent, _):
            plan(intent.outcome, intent.reason, of: run, fence, on: lane, generation, after: .zero)
        case .shutdown:
            say(.workerExited(lane, generation, .code(0)))
        case .hello, .startMission, .quiesce, .acknowledge:
            break
        }
    }

    private mutating func plan(
        _ outcome: AttemptOutcome,
        _ reason: ReasonCode,
        of run: RunID,
        _ fence: Fence,
        on lane: LaneID,
        _ generation: Generation,
        after length: Interval
    ) {
        let result = RunResult(
            runID: run,
            fence: fence,
            outcome: outcome,
            reason: reason,
            endedAt: now.wall + length
        )
        agenda.push(.reported(lane, generation, .ended(result)), at: now.boot + length)
    }

    // MARK: Notes

    /// What became of each mission: those that started in the order of their starts, then the others
    /// in the order of the workload.
    var order: [RehearsedMission] {
        startOrder.map { notes[$0] } + notes.filter { $0.startAtMilliseconds == nil }
    }

    /// The missions that have not come to anything.
    var waiting: [MissionID] {
        notes.indices.filter { notes[$0].outcome == .waiting }
            .map { notes[$0].missionID ?? Self.name(of: $0) }
    }

    /// The missions that have arrived since this was asked last.
    mutating func takeArrivals() -> [MissionID] {
        defer { arrived = [] }
        return arrived
    }

    /// Notes why a mission waits, unless it does not.
    mutating func note(_ why: WhyAnswer, of id: MissionID) {
        modify(id) { note in
            guard note.outcome == .waiting else { return }
            note.reason = why.reason
            note.summary = why.summary
        }
    }

    private mutating func modify(_ id: MissionID?, _ body: (inout RehearsedMission) -> Void) {
        guard let id, let place = places[id] else { return }
        body(&notes[place])
    }

    private mutating func refused(_ requestID: RequestID, _ error: ControlError) {
        guard case .number(let number) = requestID, notes.indices.contains(Int(number)) else {
            return
        }
        notes[Int(number)].outcome = .refused
        notes[Int(number)].reason = error.reason
        notes[Int(number)].summary = error.message
    }

    private mutating func started(_ attempt: AttemptRecord) {
        guard let place = places[attempt.missionID] else { return }
        notes[place].attemptCount = attempt.number
        guard notes[place].startAtMilliseconds == nil else { return }
        notes[place].startAtMilliseconds = elapsedMilliseconds
        notes[place].vpID = attempt.vpID
        notes[place].outcome = .started
        startOrder.append(place)
    }

    private mutating func ended(_ id: MissionID, _ state: MissionState) {
        let elapsed = elapsedMilliseconds
        modify(id) { note in
            note.endAtMilliseconds = elapsed
            guard note.outcome == .waiting else { return }
            note.outcome = .expired
            note.reason = state.reason
            note.summary = state.summary
        }
    }
}
