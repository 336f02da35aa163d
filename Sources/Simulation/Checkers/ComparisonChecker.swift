import ControlPlane
import DataStructures
import Protocol

/// A mission and its copy that both ran are compared exactly once, in the transaction in which the
/// second of them ends, with the figures of both rows; others never are; what the first came to stands
/// in the row of the second; and nothing else of a mission follows from its copy.
struct ComparisonChecker: Checker {
    static let rule = "copies are compared"

    private struct Pair {
        let original: MissionID
        let copy: MissionID
    }

    /// By copy; those of which at least one is open.
    private var pairs = OrderedTable<MissionID, Pair>()
    private var copies = LookupTable<MissionID, MissionID>()
    private var envelopes = LookupTable<MissionID, MissionEnvelope>()
    private var states = LookupTable<MissionID, MissionState>()
    /// The attempt with whose end each has ended, or may in the transaction at hand.
    private var lasts = LookupTable<MissionID, AttemptRecord>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        var told = OrderedTable<MissionID, EventRecord>()
        for write in writes {
            if case .appendEvent(let event) = write, event.type == .missionShadowCompared {
                guard let id = event.missionID, told[id] == nil else {
                    return "a comparison is told twice, or of nothing"
                }
                told[id] = event
            }
            if let problem = problem(of: write, writes) { return problem }
        }
        var settled: [MissionID] = []
        for (copy, pair) in pairs {
            if let problem = problem(of: pair, told[pair.original]) { return problem }
            told[pair.original] = nil
            if isOver(pair.original), isOver(copy) { settled.append(copy) }
        }
        for copy in settled { pairs[copy] = nil }
        return told.first.map { "mission \($0.key) is compared, and nothing of it has ended" }
    }

    private mutating func problem(of write: LedgerWrite, _ writes: [LedgerWrite]) -> String? {
        switch write {
        case .insertMission(let envelope, let state):
            guard let id = envelope.missionID else { return nil }
            states[id] = state
            envelopes[id] = envelope
            if let original = envelope.shadowOf {
                copies[original] = id
                pairs[id] = Pair(original: original, copy: id)
            }
        case .updateMission(let id, let state):
            let old = states[id]
            states[id] = state
            if let old, let problem = intrusion(into: id, from: old, to: state, writes) {
                return problem
            }
            if !state.status.isTerminal { lasts[id] = nil }
        case .updateAttempt(let attempt):
            if attempt.outcome != nil { lasts[attempt.missionID] = attempt }
        case .insertAttempt, .saveLane, .savePool, .saveEstop, .appendEvent, .markCleanStop:
            break
        }
        return nil
    }

    private func isOver(_ id: MissionID) -> Bool { states[id]?.status.isTerminal == true }

    // MARK: Rows

    /// Nil unless a mission changes though nothing but its copy has ended.
    private func intrusion(
        into id: MissionID,
        from old: MissionState,
        to new: MissionState,
        _ writes: [LedgerWrite]
    ) -> String? {
        guard copies.contains(id), old.counterpart != new.counterpart else { return nil }
        let isAbout = writes.contains { write in
            switch write {
            case .appendEvent(let event): event.missionID == id
            case .updateAttempt(let attempt), .insertAttempt(let attempt): attempt.missionID == id
            case .insertMission, .updateMission, .saveLane, .savePool, .saveEstop, .markCleanStop:
                false
            }
        }
        guard !isAbout else { return nil }
        let isKept =
            old.status == new.status && old.assignedVPID == new.assignedVPID
            && old.usage == new.usage && old.attemptCount == new.attemptCount
            && old.failureCount == new.failureCount && old.fence == new.fence
            && old.hold == new.hold
        return isKept ? nil : "mission \(id) changes because of its copy"
    }

    private func problem(of pair: Pair, _ event: EventRecord?) -> String? {
        let ends = (original: isOver(pair.original), copy: isOver(pair.copy))
        if ends.original != ends.copy {
            let (first, second) =
                ends.copy ? (pair.copy, pair.original) : (pair.original, pair.copy)
            guard states[second]?.counterpart == side(of: first) else {
                return "mission \(second) does not know what \(first) came to"
            }
        }
        let isDue = ends.original && ends.copy && hasRun(pair.original) && hasRun(pair.copy)
        guard let event else {
            return isDue ? "mission \(pair.original) is not compared with its copy" : nil
        }
        guard isDue else { return "mission \(pair.original) is compared, and its copy is not over" }
        return misreading(event, pair)
    }

    private func hasRun(_ id: MissionID) -> Bool {
        side(of: id).map { $0.runMilliseconds != nil && $0.status != .cancelled } ?? false
    }

    // MARK: Figures

    private func side(of id: MissionID) -> ShadowSide? {
        guard let state = states[id] else { return nil }
        var side = ShadowSide(missionID: id, vpID: state.assignedVPID, status: state.status)
        side.reason = state.reason
        if let start = lasts[id]?.startedAt, let end = lasts[id]?.endedAt {
            side.runMilliseconds = end.since(start).wholeMilliseconds
        }
        side.usage = state.usage
        if envelopes[id]?.checks.isEmpty == false {
            // What an operator calls completed may have checks that never ran.
            if state.status == .completed, state.reason == .finished { side.checks = .passed }
            if state.reason == .checkFailed { side.checks = .failed }
        }
        return side
    }

    /// What an event says that the rows do not.
    private func misreading(_ event: EventRecord, _ pair: Pair) -> String? {
        guard let original = side(of: pair.original), let copy = side(of: pair.copy) else {
            return nil
        }
        let agrees = original.status == copy.status && original.checks == copy.checks
        var expected: OrderedTable<String, JSONValue> = [
            "copy": .string(pair.copy.rawValue),
            "agrees": .bool(agrees),
        ]
        put(original, "", into: &expected)
        put(copy, "copy_", into: &expected)
        for (name, value) in expected where event.payload[name] != value {
            return "mission \(pair.original) is compared, and \(name) is wrong"
        }
        return nil
    }

    private func put(
        _ side: ShadowSide,
        _ prefix: String,
        into payload: inout OrderedTable<String, JSONValue>
    ) {
        payload[prefix + "lane"] = .string(side.vpID.rawValue)
        payload[prefix + "outcome"] = .string(side.status.rawValue)
        payload[prefix + "run_ms"] = side.runMilliseconds.map { .integer(Int64(clamping: $0)) }
        payload[prefix + "checks"] = side.checks.map { .string($0.rawValue) }
        let figures = [
            ("calls", side.usage.callCount), ("input_tokens", side.usage.inputTokenCount),
            ("output_tokens", side.usage.outputTokenCount),
            ("cost_micro_usd", side.usage.costMicroUSD),
        ]
        for (name, value) in figures { payload[prefix + name] = .integer(Int64(clamping: value)) }
    }
}
