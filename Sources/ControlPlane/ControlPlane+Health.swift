import DataStructures
import Protocol

extension ControlPlane {
    /// How long after a gap in our own turns nothing that is a matter of time speaks against a lane.
    private static let gapShadow = Interval.seconds(10)

    /// True while what comes late may be late because of us.
    private func isGapRecent(at now: Instant) -> Bool {
        lastGapAt.map { now.boot.since($0) < Self.gapShadow } ?? false
    }

    // MARK: Evidence

    /// What the end of an attempt says about its lane; nil if nothing.
    ///
    /// A failure of the mission shows that the lane can run one. A crash is the mission's to answer
    /// (`max_recoveries`) and the worker's (`restart`); a deferral the pool's; a failure of the host,
    /// and a start that was late after a gap of our own turns, is our own overload.
    private func evidence(of end: MissionMachine.AttemptEnd, at now: Instant) -> Bool? {
        switch (end.outcome, end.scope) {
        case (.completed, _), (.failed, .mission), (.failed, .session), (.failed, nil): true
        case (.failed, .lane): end.reason == .startTimedOut && isGapRecent(at: now) ? nil : false
        case (.failed, .pool), (.failed, .host), (.failed, .operator): nil
        case (.cancelled, _), (.timedOut, _), (.interrupted, _), (.crashed, _), (.deferred, _): nil
        }
    }

    /// An attempt has ended: what it says about its lane counts.
    mutating func weigh(
        _ end: MissionMachine.AttemptEnd,
        of run: RunID,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let isGood = evidence(of: end, at: now)
        let verdict = lanes.modify(id) { $0.health.ended(run, isGood: isGood) } ?? nil
        switch verdict {
        case .restored: restore(id, because: "its probe ended well", at: now, into: &effects)
        case .failed: probeFailed(id, end.reason, at: now, into: &effects)
        case .undecided: break
        case nil:
            guard let isGood else { return }
            weigh(isGood: isGood, on: id, at: now, into: &effects)
        }
    }

    /// A worker was killed for its silence: that speaks against its lane.
    mutating func weighSilence(of id: LaneID, at now: Instant, into effects: inout [Effect]) {
        guard !isGapRecent(at: now) else { return }
        weigh(isGood: false, on: id, at: now, into: &effects)
    }

    /// A worker died at its start.
    ///
    /// Restarts back off and park the lane by rules of their own, so it only adds to what the next
    /// failure weighs.
    mutating func weighStartupDeath(of id: LaneID) {
        lanes.modify(id) { $0.health.noteQuietly(under: $0.policy.health) }
    }

    private mutating func weigh(
        isGood: Bool,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let found = lanes.modify(id) { $0.health.note(isGood: isGood, under: $0.policy.health) }
        guard let detection = found ?? nil, let lane = lanes[id] else { return }
        // What is out of use already for another cause needs no second alert.
        guard lane.degradedCause == nil, !lane.isRetired else { return }
        if !lane.health.isEnforced(under: lane.policy.health) {
            let percent = lane.policy.health.enforcementPercent
            suspect(id, detection, "\(percent) % are enforced", at: now, into: &effects)
        } else if let problem = problem(ofEjecting: lane) {
            suspect(id, detection, problem, at: now, into: &effects)
        } else {
            eject(id, detection, at: now, into: &effects)
        }
    }

    /// Why a lane is not ejected whatever its failures: work would have nowhere to go; nil if it may.
    func problem(ofEjecting lane: Lane) -> String? {
        guard lane.policy.fallback.contains(where: { takesOver($0) }) else {
            return lane.policy.fallback.isEmpty
                ? "it has no fallback" : "no lane of its fallback takes work"
        }
        for (id, other) in lanes
        where id != lane.id && !other.isRetired && other.policy.fallback.contains(lane.id) {
            let others = [id] + other.policy.fallback
            guard others.contains(where: { $0 != lane.id && takesOver($0) }) else {
                return "it is the last that takes work for lane \(id)"
            }
        }
        return nil
    }

    private func takesOver(_ id: LaneID) -> Bool {
        guard let lane = lanes[id], lane.degradedCause == nil,
            !lane.record.rollout.rollout.isClosed
        else { return false }
        return problem(ofSendingTo: lane) == nil && lane.record.reroute == nil
    }

    // MARK: What follows

    private mutating func suspect(
        _ id: LaneID,
        _ detection: HealthModel.Detection,
        _ why: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        emit(
            .laneSuspected,
            lane: id,
            reason: detection.reason,
            summary: "lane \(id) would be ejected, \(Self.text(of: detection)): \(why)",
            payload: Self.payload(of: detection),
            at: now,
            into: &effects
        )
    }

    private mutating func eject(
        _ id: LaneID,
        _ detection: HealthModel.Detection,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let text = Self.text(of: detection)
        emit(
            .incidentOpened,
            lane: id,
            reason: .laneEjected,
            summary: "lane \(id): \(text)",
            payload: Self.payload(of: detection),
            at: now,
            into: &effects
        )
        eject(id, detection.reason, text, Self.payload(of: detection), at: now, into: &effects)
    }

    private mutating func eject(
        _ id: LaneID,
        _ reason: ReasonCode,
        _ text: String,
        _ figures: OrderedTable<String, JSONValue>,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let wait = lanes.modify(id) { $0.health.eject(at: now, under: $0.policy.health) }
        guard let wait, let lane = lanes[id] else { return }
        var payload = figures
        payload["seconds"] = .integer(Int64(wait.wholeSeconds))
        payload["ejections"] = .integer(Int64(lane.health.memory.ejectionCount))
        emit(
            .laneEjected,
            lane: id,
            reason: reason,
            summary: "lane \(id) is ejected for \(wait.wholeSeconds) s: \(text)",
            payload: payload,
            at: now,
            into: &effects
        )
    }

    private mutating func probeFailed(
        _ id: LaneID,
        _ reason: ReasonCode,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id] else { return }
        // With nobody to take over, the next mission is a probe at once.
        guard problem(ofEjecting: lane) == nil else { return }
        eject(id, reason, "its probe failed (\(reason.rawValue))", [:], at: now, into: &effects)
    }

    /// Takes a lane into use again and closes the episode.
    mutating func restore(
        _ id: LaneID,
        by actor: String = "supervisor",
        because why: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        emit(
            .laneRestored,
            lane: id,
            actor: actor,
            summary: "lane \(id) is in use again: \(why)",
            at: now,
            into: &effects
        )
        endEpisode(of: id, by: actor, because: why, at: now, into: &effects)
    }

    private mutating func endEpisode(
        of id: LaneID,
        by actor: String = "supervisor",
        because why: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        lanes.modify(id) { $0.health.restore(at: now.wall) }
        emit(
            .incidentClosed,
            lane: id,
            actor: actor,
            reason: .laneEjected,
            summary: "lane \(id): \(why)",
            at: now,
            into: &effects
        )
    }

    /// Ends the episode of a lane that is not in the configuration any more, or whose rules only
    /// tell from now on: nothing would ever end it, or an operator does not want it.
    mutating func endEpisodeWithoutRules(
        of id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id], lane.health.isOut else { return }
        if lane.isRetired {
            let why = "it is not in the configuration any more"
            endEpisode(of: id, because: why, at: now, into: &effects)
        } else if lane.policy.health.enforcementPercent == 0 {
            restore(id, because: "its health rules only tell now", at: now, into: &effects)
        }
    }

    /// Ends the ejections whose time is over.
    mutating func advanceHealth(at now: Instant) {
        lanes.touchDue(at: now.boot)
        for id in lanes.touchedKeys {
            _ = lanes.modify(id) { $0.health.advance(at: now.boot) }
        }
    }

    private static func text(of detection: HealthModel.Detection) -> String {
        detection.reason == .failuresInARow
            ? "\(detection.failureCount) runs in a row failed by its fault"
            : "\(detection.failureCount) of its last \(detection.evidenceCount) runs failed by its fault"
    }

    private static func payload(
        of detection: HealthModel.Detection
    ) -> OrderedTable<String, JSONValue> {
        [
            "failures": .integer(Int64(detection.failureCount)),
            "of": .integer(Int64(detection.evidenceCount)),
        ]
    }

    /// Why an ejected lane starts nothing, or lets one mission through; nil if it is not.
    func explainEjection(of lane: Lane, at now: Instant) -> WhyAnswer? {
        let memory = lane.health.memory
        let remedy = "wait, or lanectl lane reset \(lane.id)"
        var answer: WhyAnswer
        switch memory.state {
        case .healthy:
            return nil
        case .ejected:
            let wait = (lane.health.ejectedUntil ?? now.boot).since(now.boot)
            answer = WhyAnswer(
                .laneEjected,
                "ejected for its failures (\(memory.ejectionCount) in a row);"
                    + " in \(wait.wholeSeconds) s one mission is let through",
                remedy: remedy
            )
            answer.earliestStartAt = now.wall + wait
            answer.figures["wait_ms"] = Int64(wait.wholeMilliseconds)
        case .probing:
            guard let probe = memory.probe else { return nil }
            answer = WhyAnswer(
                .laneEjected,
                "was ejected for its failures; \(probe) decides whether it is well",
                remedy: remedy
            )
        }
        answer.figures["ejections"] = Int64(memory.ejectionCount)
        return answer
    }
}
