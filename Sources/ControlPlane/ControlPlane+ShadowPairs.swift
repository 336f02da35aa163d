import DataStructures
import Protocol

/// What a mission and its copy came to, side by side.
///
/// Whichever ends first leaves in the other's row what it came to, in the transaction of its end; the
/// one that ends second finds it there and tells. So a restart between the two forgets nothing, and
/// nothing is told twice.
extension ControlPlane {
    /// A mission has become terminal: if it is one of a pair, the other one hears, or the two are
    /// compared.
    ///
    /// `run` is the attempt that it ended with; nil if it ended without one.
    mutating func notePairEnd(
        of mission: MissionMachine,
        with run: AttemptRecord?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let original = mission.envelope.shadowOf
        let copy = original == nil ? copies[mission.id] : mission.id
        if let original { copies[original] = nil }
        guard copy != nil || mission.state.counterpart != nil else { return }
        let side = ShadowSide(mission, run)
        if let counterpart = mission.state.counterpart {
            let isCopy = original != nil
            return compare(
                isCopy ? counterpart : side,
                with: isCopy ? side : counterpart,
                trace: mission.envelope.traceID,
                at: now,
                into: &effects
            )
        }
        guard let copy else { return }
        leave(side, to: original ?? copy, into: &effects)
        if original == nil, mission.state.status == .cancelled {
            let why = "mission \(mission.id) was cancelled"
            endCopy(copy, by: mission.state.endedBy, because: why, at: now, into: &effects)
        }
    }

    /// Writes what one of a pair came to into the row of the other, if that is open.
    private mutating func leave(
        _ side: ShadowSide,
        to other: MissionID,
        into effects: inout [Effect]
    ) {
        guard missions[other]?.state.status.isTerminal == false else { return }
        missions.modify(other) { $0.noteCounterpart(side) }
        guard let noted = missions[other] else { return }
        effects.append(.write(.updateMission(other, noted.state)))
    }

    /// Tells how a mission and its copy compare, if both ran to an end of their own.
    private mutating func compare(
        _ original: ShadowSide,
        with copy: ShadowSide,
        trace: String?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard original.hasRun, copy.hasRun else { return }
        let agrees = original.status == copy.status && original.checks == copy.checks
        var payload: OrderedTable<String, JSONValue> = [
            "copy": .string(copy.missionID.rawValue), "agrees": .bool(agrees),
        ]
        put(original, "", into: &payload)
        put(copy, "copy_", into: &payload)
        lastEventSequence += 1
        var event = EventRecord(
            sequence: lastEventSequence,
            type: .missionShadowCompared,
            emittedAt: now.wall,
            actor: "supervisor",
            summary: "mission \(original.missionID) \(Self.sentence(about: original)), its copy"
                + " \(Self.sentence(about: copy))"
        )
        event.missionID = original.missionID
        event.vpID = original.vpID
        event.traceID = trace
        event.payload = payload
        effects.append(.write(.appendEvent(event)))
    }

    private static func sentence(about side: ShadowSide) -> String {
        "\(side.status.rawValue) on lane \(side.vpID) after \(side.runMilliseconds ?? 0) ms"
    }

    private func put(
        _ side: ShadowSide,
        _ prefix: String,
        into payload: inout OrderedTable<String, JSONValue>
    ) {
        func figure(_ name: String, _ value: UInt64) {
            payload[prefix + name] = .integer(Int64(clamping: value))
        }
        payload[prefix + "lane"] = .string(side.vpID.rawValue)
        payload[prefix + "outcome"] = .string(side.status.rawValue)
        if let checks = side.checks { payload[prefix + "checks"] = .string(checks.rawValue) }
        if let milliseconds = side.runMilliseconds { figure("run_ms", milliseconds) }
        figure("input_tokens", side.usage.inputTokenCount)
        figure("output_tokens", side.usage.outputTokenCount)
        figure("calls", side.usage.callCount)
        figure("cost_micro_usd", side.usage.costMicroUSD)
    }
}

extension ShadowSide {
    /// What a mission came to that has just ended, with this attempt or without one.
    fileprivate init(_ mission: MissionMachine, _ run: AttemptRecord?) {
        self.init(
            missionID: mission.id,
            vpID: mission.state.assignedVPID,
            status: mission.state.status
        )
        reason = mission.state.reason
        usage = mission.state.usage
        if let startedAt = run?.startedAt, let endedAt = run?.endedAt {
            runMilliseconds = endedAt.since(startedAt).wholeMilliseconds
        }
        guard !mission.envelope.checks.isEmpty else { return }
        if mission.state.reason == .checkFailed {
            checks = .failed
        } else if mission.state.status == .completed, mission.state.reason == .finished {
            checks = .passed
        }
    }

    /// True if it ran to an end of its own.
    fileprivate var hasRun: Bool { runMilliseconds != nil && status != .cancelled }
}
