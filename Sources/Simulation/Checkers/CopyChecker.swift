import ControlPlane
import DataStructures
import Protocol

/// A copy is made together with its mission, only of one that allows it and is pinned to no lane, one
/// of each at most, and only for another lane that takes copies; where one certainly does, it is made.
///
/// It is that mission but for what makes it a copy, is tried once, on its lane only, and ends as its
/// run does; nothing is told of it, nothing repeats or follows from it, and its lane learns nothing.
struct CopyChecker: Checker {
    static let rule = "copies"

    /// The most open copies of a lane.
    static let openCountMax = 20

    /// What makes a lane take copies, or ends that.
    private static let changes: [EventType] = [
        .laneRolloutChanged, .laneOpened, .laneDraining, .laneDrained, .sessionPaused,
        .sessionResumed, .sessionRetired, .sessionCreated,
    ]

    private var board = CopyBoard()
    /// Every copy there ever was.
    private var originals = LookupTable<MissionID, MissionID>()
    private var copied = LookupTable<MissionID, Bool>()
    /// The attempt of each copy that has one, as it was written last.
    private var attempts = LookupTable<MissionID, AttemptRecord>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        board.observe(observation)
        guard case .committed(let writes) = observation else { return nil }
        board.begin()
        let before = board
        var comers = OrderedTable<MissionID, (envelope: MissionEnvelope, state: MissionState)>()
        if let problem = lesson(of: writes, before) { return problem }
        for write in writes {
            if case .insertMission(let envelope, let state) = write, let id = envelope.missionID {
                comers[id] = (envelope, state)
                if let original = envelope.shadowOf { originals[id] = original }
            }
            if let problem = problem(of: write) { return problem }
            board.apply(write)
        }
        for (id, comer) in comers {
            guard let original = comer.envelope.shadowOf else { continue }
            if copied[original] == true { return "mission \(original) is copied twice" }
            copied[original] = true
            guard let source = comers[original] else {
                return "copy \(id) is made without mission \(original)"
            }
            if let problem = problem(of: comer, from: source, writes, before) { return problem }
        }
        return missing(among: comers, writes, before)
    }

    private mutating func problem(of write: LedgerWrite) -> String? {
        switch write {
        case .insertMission(let envelope, _): progeny(envelope)
        case .updateMission(let id, let state):
            originals.contains(id) ? problem(of: id, state) : nil
        case .insertAttempt(let attempt):
            originals.contains(attempt.missionID) ? started(attempt) : nil
        case .updateAttempt(let attempt):
            originals.contains(attempt.missionID) ? changed(attempt) : nil
        case .appendEvent(let event): told(event)
        case .saveLane, .savePool, .saveEstop, .markCleanStop: nil
        }
    }

    // MARK: Making

    private func problem(
        of copy: (envelope: MissionEnvelope, state: MissionState),
        from source: (envelope: MissionEnvelope, state: MissionState),
        _ writes: [LedgerWrite],
        _ before: CopyBoard
    ) -> String? {
        guard let id = copy.envelope.missionID else { return nil }
        let original = source.envelope
        guard original.isShadowOK, original.vpID == nil, !original.isCopy else {
            return "copy \(id) is made of a mission that is not to be copied"
        }
        if source.state.heldUntil != nil { return "copy \(id) is made of a mission that waits" }
        let expected = Self.copy(of: original, as: id, on: copy.state.assignedVPID)
        guard copy.envelope == expected else {
            return "copy \(id) differs in \(copy.envelope.firstDifference(from: expected) ?? "?")"
        }
        guard copy.state.status == .queued, copy.state.heldUntil == nil else {
            return "copy \(id) does not begin in the queue"
        }
        let lane = copy.state.assignedVPID
        guard lane != source.state.assignedVPID else {
            return "copy \(id) is made for the same lane"
        }
        guard takes(lane, before, writes) else {
            return "copy \(id) is made for lane \(lane), which takes no copies"
        }
        let count = board.openCount(on: lane)
        guard count > Self.openCountMax else { return nil }
        return "lane \(lane) has \(count) open copies"
    }

    /// The envelope that a copy must have.
    private static func copy(
        of original: MissionEnvelope,
        as id: MissionID,
        on lane: LaneID
    ) -> MissionEnvelope {
        var copy = original
        copy.missionID = id
        copy.shadowOf = original.missionID
        copy.idempotencyKey = nil
        copy.retryOf = nil
        copy.parentID = nil
        copy.vpID = lane
        copy.missionClass = .background
        copy.deadlineAt = nil
        copy.expireAtDeadline = false
        copy.notBefore = nil
        copy.session = .fresh
        copy.retry.maxAttempts = 1
        copy.retry.maxRecoveries = 0
        copy.retry.maxDeferrals = 0
        copy.fallback = []
        copy.isPreemptible = false
        copy.isShadowOK = false
        return copy
    }

    /// True if a lane may have taken a copy at some moment of the turn.
    private func takes(_ lane: LaneID, _ before: CopyBoard, _ writes: [LedgerWrite]) -> Bool {
        guard board.isHarmless(lane) else { return false }
        if before.isStopped, board.isStopped, !isThawed(in: writes) { return false }
        if isChanged(lane, in: writes) { return true }
        return [before.lanes[lane], board.lanes[lane]].contains { record in
            record.map(isTaker) == true
        }
    }

    private func isTaker(_ record: LaneRecord) -> Bool {
        board.keepsCopies(record) && !record.isPaused && record.degradedCause == nil
            && !record.shadowUsage.isSpent
    }

    private func isChanged(_ lane: LaneID, in writes: [LedgerWrite]) -> Bool {
        writes.contains { write in
            guard case .appendEvent(let event) = write else { return false }
            return event.vpID == lane && Self.changes.contains(event.type)
        }
    }

    private func isThawed(in writes: [LedgerWrite]) -> Bool {
        writes.contains { write in
            guard case .saveEstop = write else { return false }
            return true
        }
    }

    /// The mission that should have been copied and was not; nil if there is none.
    private func missing(
        among comers: OrderedTable<MissionID, (envelope: MissionEnvelope, state: MissionState)>,
        _ writes: [LedgerWrite],
        _ before: CopyBoard
    ) -> String? {
        guard board.isSettled, board.configurations.count == 1, !before.isStopped, !board.isStopped,
            !isThawed(in: writes)
        else { return nil }
        for (id, comer) in comers
        where comer.envelope.isShadowOK && comer.envelope.vpID == nil
            && comer.state.heldUntil == nil && copied[id] == nil
        {
            let taker = board.lanes.first { lane, record in
                // What ended in this turn may still have been open then.
                let count = max(before.openCount(on: lane), board.openCount(on: lane))
                return lane != comer.state.assignedVPID && isTaker(record)
                    && before.lanes[lane].map(isTaker) == true && !isChanged(lane, in: writes)
                    && count + comers.count < Self.openCountMax
            }
            if let taker { return "mission \(id) is not copied to lane \(taker.key)" }
        }
        return nil
    }

    /// What was submitted from inside a copy that runs, or repeats one.
    private func progeny(_ envelope: MissionEnvelope) -> String? {
        if let parent = envelope.parentID, board.copies.contains(parent) {
            return "a mission is taken that copy \(parent) has submitted"
        }
        guard let repeated = envelope.retryOf, originals.contains(repeated) else { return nil }
        return "a mission is taken that repeats copy \(repeated)"
    }

    // MARK: Its life

    private mutating func started(_ attempt: AttemptRecord) -> String? {
        let id = attempt.missionID
        if attempts.contains(id) { return "copy \(id) is tried again" }
        attempts[id] = attempt
        guard let lane = board.copies[id]?.lane else { return "copy \(id) starts and is over" }
        guard attempt.vpID == lane else { return "copy \(id) starts on lane \(attempt.vpID)" }
        return attempt.isFreshSession ? nil : "copy \(id) continues a session of its lane"
    }

    private mutating func changed(_ attempt: AttemptRecord) -> String? {
        attempts[attempt.missionID] = attempt
        return nil
    }

    private func problem(of id: MissionID, _ state: MissionState) -> String? {
        if let lane = board.copies[id]?.lane, state.assignedVPID != lane {
            return "copy \(id) goes to lane \(state.assignedVPID)"
        }
        if state.hold != nil || state.heldUntil != nil || !state.leftVPIDs.isEmpty {
            return "copy \(id) is held, or leaves its lane"
        }
        guard let attempt = attempts[id] else {
            let isOver = state.status == .queued || state.status == .cancelled
            return isOver ? nil : "copy \(id) is \(state.status.rawValue) and never ran"
        }
        guard let outcome = attempt.outcome else {
            let isGoingOn = state.status == .running || state.status == .blocked
            return isGoingOn ? nil : "copy \(id) is \(state.status.rawValue) while it runs"
        }
        guard !Self.ends(of: outcome, attempt.intent).contains(state.status) else { return nil }
        // Whatever became of it, nothing was left of what it may use.
        let isSpent = BudgetChecker.isReason(state.reason) && state.status == .timedOut
        return isSpent && outcome != .completed
            ? nil : "copy \(id) is \(state.status.rawValue) after it \(outcome.rawValue)"
    }

    /// How a copy may end whose attempt ended so.
    private static func ends(
        of outcome: AttemptOutcome,
        _ intent: StopIntent?
    ) -> [MissionStatus] {
        switch outcome {
        case .completed: [.completed]
        case .cancelled: [.cancelled]
        case .timedOut: [.timedOut]
        case .failed: [.failed]
        case .interrupted, .crashed, .deferred: intent == nil ? [.failed] : [.failed, .cancelled]
        }
    }

    // MARK: What is learned

    /// The lane whose health a transaction has changed though nothing but copies has ended there.
    private func lesson(of writes: [LedgerWrite], _ before: CopyBoard) -> String? {
        for case .saveLane(let record) in writes {
            guard let old = before.lanes[record.vpID]?.health else { continue }
            let hasLearned =
                record.health.failureStreak > old.failureStreak
                || record.health.recent.count > old.recent.count
            guard hasLearned, endsOnlyCopies(on: record.vpID, in: writes) else { continue }
            return "lane \(record.vpID) has learned something from a copy"
        }
        return nil
    }

    private func endsOnlyCopies(on lane: LaneID, in writes: [LedgerWrite]) -> Bool {
        var hasEnded = false
        for write in writes {
            switch write {
            case .updateAttempt(let attempt) where attempt.outcome != nil && attempt.vpID == lane:
                guard originals.contains(attempt.missionID) else { return false }
                hasEnded = true
            case .appendEvent(let event) where event.vpID == lane && event.missionID == nil:
                return false
            case .insertMission, .updateMission, .insertAttempt, .updateAttempt, .saveLane,
                .savePool, .saveEstop, .appendEvent, .markCleanStop:
                break
            }
        }
        return hasEnded
    }

    // MARK: What is told

    private func told(_ event: EventRecord) -> String? {
        if event.type.rawValue.hasPrefix("vp.mission."), let id = event.missionID,
            originals.contains(id)
        {
            return "copy \(id) has an event \(event.type.rawValue)"
        }
        guard case .array(let names)? = event.payload["missions"] else { return nil }
        for case .string(let text) in names {
            guard let id = MissionID(text), originals.contains(id) else { continue }
            return "event \(event.type.rawValue) names copy \(id)"
        }
        return nil
    }
}
