import DataStructures
import Protocol

/// What feeds the rollback triggers of the lanes, and what follows when one trips.
extension ControlPlane {
    /// Who drains a lane and moves its missions by these rules.
    static let rollbackActor = "rollback"

    // MARK: Departures

    /// An attempt is over: its mission may have ended on this lane.
    mutating func noteEnd(
        of mission: MissionMachine,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let departure = Self.departure(of: mission.state) else { return }
        noteDeparture(departure, from: id, at: now, into: &effects)
    }

    /// What the end of a mission says about the lane that it ran on; nil if nothing, or if it goes on.
    ///
    /// A cancel is a person's, and a failure of the provider, the host or an operator is not the
    /// lane's or its missions'.
    private static func departure(of state: MissionState) -> LaneRollback.Departure? {
        switch (state.status, state.scope) {
        case (.completed, _): .completed
        case (.failed, .mission), (.failed, .session), (.failed, .lane), (.failed, nil): .failed
        case (.timedOut, .mission), (.timedOut, .session), (.timedOut, .lane), (.timedOut, nil):
            .failed
        case (.failed, .pool), (.failed, .host), (.failed, .operator): nil
        case (.timedOut, .pool), (.timedOut, .host), (.timedOut, .operator): nil
        case (.queued, _), (.running, _), (.blocked, _), (.cancelled, _): nil
        }
    }

    /// A mission has ended on a lane, or moved on from it after a failure or timeout.
    mutating func noteDeparture(
        _ departure: LaneRollback.Departure,
        from id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let news = lanes.modify(id) { lane in
            lane.isRetired ? [] : lane.rollback.departed(departure, under: lane.policy.rollback)
        }
        carryOut(news ?? [], on: id, at: now, into: &effects)
    }

    // MARK: Waits

    /// How long a mission has waited for its lane and for nothing else, in milliseconds; nil unless it
    /// is interactive.
    ///
    /// Not counted are times before it was ready here, before an operator, its pool or the machine last let
    /// the lane start again, and before a gap of our own turns or our start.
    func interactiveWait(
        of mission: MissionMachine,
        for lane: Lane,
        at now: Instant
    ) -> UInt64? {
        guard let readySince = mission.readySince else { return nil }
        let since = max(readySince, lane.heldUpUntil ?? readySince, lastGapAt ?? readySince)
        return now.boot.since(since).wholeMilliseconds
    }

    /// An interactive mission starts on a lane.
    mutating func noteStart(
        after milliseconds: UInt64,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let news = lanes.modify(id) { lane in
            lane.rollback.interactiveStarted(after: milliseconds, under: lane.policy.rollback)
        }
        carryOut(news ?? [], on: id, at: now, into: &effects)
    }

    /// Notes where something other than the lane's own work begins or ceases to keep interactive
    /// missions from starting.
    mutating func noteHoldUps(at now: Instant) {
        var changed = lanes.touchedKeys
        for name in pools.touchedKeys { changed += groups[.pool(name)]?.lanes ?? [] }
        for id in changed {
            guard let isHeldUp = isHeldUpAnew(id, at: now) else { continue }
            lanes.modify(id) { lane in
                lane.isHeldUp = isHeldUp
                if !isHeldUp { lane.heldUpUntil = now.boot }
            }
        }
    }

    /// Whether a lane is held up; nil if that is as it was.
    private func isHeldUpAnew(_ id: LaneID, at now: Instant) -> Bool? {
        let found = lanes.look(at: id) { lane in
            (was: lane.isHeldUp, is: isHeldUp(lane, at: now))
        }
        guard let found, found.is != found.was else { return nil }
        return found.is
    }

    private func isHeldUp(_ lane: Lane, at now: Instant) -> Bool {
        guard startsWork, lane.gate.startsWork, !lane.record.dayUsage.isSpent,
            hostHold(on: .interactive, of: lane, at: now) == nil
        else { return true }
        guard let name = lane.policy.pool, pools.isNotable(name),
            let machine = pools[name]?.machine,
            let policy = configuration.pools[name]
        else { return false }
        return machine.isClosed
            || !machine.openClasses(policy, at: now.wall).contains(.interactive)
    }

    // MARK: What follows

    private mutating func carryOut(
        _ news: [RollbackModel.Effect],
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        for item in news {
            switch item {
            case .openIncident(let trip):
                emit(
                    .incidentOpened,
                    lane: id,
                    reason: trip.reason,
                    summary: "lane \(id): \(RollbackModel.sentence(about: trip))",
                    payload: Self.payload(of: trip.figures),
                    at: now,
                    into: &effects
                )
            case .act(let trip):
                act(on: trip, of: id, at: now, into: &effects)
            case .closeIncident(let reason):
                let why = "its new missions are well"
                tellEnd(of: reason, on: id, because: why, at: now, into: &effects)
            }
        }
    }

    /// Captures a snapshot, and does what the lane's action says where that leaves its work a place.
    private mutating func act(
        on trip: RollbackModel.Trip,
        of id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id] else { return }
        let action = lane.policy.rollback.action
        let obstacle = action == .incident ? nil : problem(ofDraining: lane)
        let sequence = lastEventSequence + 1
        var payload = Self.payload(of: trip.figures)
        payload["action"] = .string(action.rawValue)
        payload["file"] = .string(IncidentSnapshot.fileName(of: id, sequence))
        if let obstacle { payload["withheld"] = .string(obstacle) }
        let text = RollbackModel.sentence(about: trip)
        emit(
            .laneTripped,
            lane: id,
            actor: Self.rollbackActor,
            reason: trip.reason,
            summary: "lane \(id): \(text); \(Self.sentence(about: action, obstacle))",
            payload: payload,
            at: now,
            into: &effects
        )
        lanes.modify(id) { $0.rollback.captures(sequence) }
        effects.append(.captureIncident(id, sequence: sequence))
        guard action != .incident, obstacle == nil else { return }
        let sendsAway = action == .reroute
        lanes.modify(id) { $0.rollback.setSendsAway(sendsAway) }
        drain(id, because: trip.reason, text, at: now, into: &effects)
    }

    private static func sentence(about action: RollbackAction, _ obstacle: String?) -> String {
        if let obstacle { return "it is not drained: \(obstacle)" }
        switch action {
        case .incident: return "a snapshot is taken, and nothing else follows"
        case .drain: return "it is drained"
        case .reroute: return "it is drained, and what waits goes along its chain"
        }
    }

    /// Why the rules do not drain a lane; nil if they do.
    private func problem(ofDraining lane: Lane) -> String? {
        guard lane.gate.state == .open else { return "it is \(lane.gate.admission.rawValue)" }
        return problem(ofEjecting: lane)
    }

    private mutating func drain(
        _ id: LaneID,
        because reason: ReasonCode,
        _ text: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let seconds = lanes[id]?.policy.drainDeadlineSeconds else { return }
        let wait = Interval.seconds(seconds)
        let change = OperatorChange(actor: Self.rollbackActor, reason: text, at: now.wall)
        lanes.modify(id) { lane in
            _ = lane.gate.drainRequested(deadline: now.boot + wait, isGiven: false)
            lane.record.drainDeadlineAt = now.wall + wait
            lane.record.drainChange = change
        }
        isRollbackNews = true
        emit(
            .laneDraining,
            lane: id,
            actor: Self.rollbackActor,
            reason: reason,
            summary: "lane \(id) drains, \(seconds) s at most: \(text)",
            at: now,
            into: &effects
        )
    }

    private static func payload(
        of figures: RollbackFigures
    ) -> OrderedTable<String, JSONValue> {
        var payload: OrderedTable<String, JSONValue> = [
            "moved_on": .integer(Int64(figures.movedOnCount)),
            "missions": .integer(Int64(figures.missionCount)),
            "failures_in_a_row": .integer(Int64(figures.failureStreak)),
            "interactive_starts": .integer(Int64(figures.interactiveStartCount)),
        ]
        if let wait = figures.interactiveWaitP95Milliseconds {
            payload["interactive_wait_p95_ms"] = .integer(Int64(clamping: wait))
        }
        return payload
    }

    // MARK: The end of an episode

    /// An operator takes a lane that was drained into use again: the episode is over, and what waits
    /// there stays.
    mutating func endRollback(
        of id: LaneID,
        by actor: String,
        because why: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        lanes.modify(id) { $0.rollback.setSendsAway(false) }
        closeTrip(of: id, by: actor, because: why, at: now, into: &effects)
    }

    /// Closes the incident of a lane, if one is open; a drain stands.
    mutating func closeTrip(
        of id: LaneID,
        by actor: String = "supervisor",
        because why: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let reason = lanes.modify(id, { $0.rollback.close() }) ?? nil else { return }
        tellEnd(of: reason, on: id, by: actor, because: why, at: now, into: &effects)
    }

    private mutating func tellEnd(
        of reason: ReasonCode,
        on id: LaneID,
        by actor: String = "supervisor",
        because why: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        emit(
            .incidentClosed,
            lane: id,
            actor: actor,
            reason: reason,
            summary: "lane \(id): \(why)",
            at: now,
            into: &effects
        )
    }

    /// Ends the episode of a lane that is not in the configuration any more, or whose trigger is
    /// switched off: nothing would ever end it, or an operator does not want it.
    mutating func endRollbackWithoutRules(
        of id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id], let trigger = lane.rollback.memory.trigger else { return }
        if lane.isRetired {
            let why = "it is not in the configuration any more"
            closeTrip(of: id, because: why, at: now, into: &effects)
        } else if lane.policy.rollback.isOff(trigger) {
            closeTrip(of: id, because: "its trigger is switched off", at: now, into: &effects)
        }
    }

    // MARK: Snapshots

    /// Asks again for the snapshots of which a supervisor before this one did not hear.
    func captureAgain(into effects: inout [Effect]) {
        for (id, lane) in lanes {
            for sequence in lane.rollback.memory.pendingCaptures {
                effects.append(.captureIncident(id, sequence: sequence))
            }
        }
    }

    /// A snapshot could not be written: the incident stands, and says that it has none.
    mutating func captureFailed(
        _ id: LaneID,
        _ sequence: UInt64,
        _ problem: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard lanes.modify(id, { $0.rollback.captured(sequence) }) == true else {
            staleEventCount += 1
            return
        }
        let file = IncidentSnapshot.fileName(of: id, sequence)
        emit(
            .incidentCaptureFailed,
            lane: id,
            reason: .internalFailure,
            summary: "lane \(id) has no snapshot \(file): \(problem)",
            payload: ["file": .string(file)],
            at: now,
            into: &effects
        )
    }

    // MARK: Why

    /// What is said of a lane that works although a rollback trigger of it has tripped; nil if none has.
    func explainTrip(of lane: Lane) -> WhyAnswer? {
        let memory = lane.rollback.memory
        guard let trigger = memory.trigger, let summary = memory.summary else { return nil }
        var answer = WhyAnswer(
            trigger,
            "it works, and a rollback trigger has tripped: \(summary)",
            remedy:
                "look at lanectl events --lane \(lane.id) --type vp.lane.tripped and the file it"
                + " names, then lanectl lane reset \(lane.id)"
        )
        answer.figures["new_missions"] = Int64(memory.newMissionCount ?? 0)
        answer.figures["window"] = Int64(lane.policy.rollback.window)
        return answer
    }
}
