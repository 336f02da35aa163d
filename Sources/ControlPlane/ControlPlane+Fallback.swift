import DataStructures
import Protocol

extension ControlPlane {
    /// The lanes that may take a mission over from its lane, as things are now.
    func fallbackChain(of mission: MissionMachine) -> FallbackChain {
        let state = mission.state
        let lanes = fallbackLanes(of: mission).filter {
            $0 != state.assignedVPID && !state.leftVPIDs.contains($0)
        }
        return FallbackChain(links: lanes.map { link(to: $0, of: mission) })
    }

    /// The list as it is configured, or stands in the envelope: a pinned mission has only its own.
    ///
    /// A lane that was removed has none, so that the answer is the same before and after a restart.
    private func fallbackLanes(of mission: MissionMachine) -> [LaneID] {
        if let own = mission.envelope.fallback { return own }
        guard mission.envelope.vpID == nil else { return [] }
        let home = mission.state.leftVPIDs.first ?? mission.state.assignedVPID
        return configuration.lanes[home]?.fallback ?? []
    }

    private func link(to id: LaneID, of mission: MissionMachine) -> FallbackChain.Link {
        guard let lane = lanes[id], !lane.isRetired else {
            return FallbackChain.Link(lane: id, obstacle: unknown(id), isUnfit: true)
        }
        let obstacle =
            Router.obstacle(to: lane, of: mission.envelope)
            ?? Self.closure(of: lane, to: mission.envelope)
        if let obstacle {
            return FallbackChain.Link(lane: id, obstacle: obstacle, isUnfit: true)
        }
        return FallbackChain.Link(
            lane: id,
            obstacle: problem(ofSendingTo: lane) ?? problem(ofRerouteOf: lane),
            isUnfit: false
        )
    }

    /// A lane whose own work is sent away takes nobody else's.
    private func problem(ofRerouteOf lane: Lane) -> ControlError? {
        guard let target = lane.record.reroute?.target else { return nil }
        return ControlError(
            .refused,
            .laneRerouted,
            "lane \(lane.id) is rerouted to lane \(target)",
            object: lane.id.rawValue
        )
    }

    // MARK: Missions that leave their lane

    /// Moves missions that may not run on their lane again to the first lane of their chain that takes
    /// work: those that are new to that state, and all of them where a lane takes work that did not.
    mutating func applyFallbacks(at now: Instant, into effects: inout [Effect]) {
        let isNews = noteLanesThatTakeWork()
        let due = isNews ? leavers.map(\.value) : newLeavers
        let stranded = isNews ? strandedMissions() : newcomers
        newLeavers.removeAll(keepingCapacity: true)
        newcomers.removeAll(keepingCapacity: true)
        for id in stranded { evacuate(id, at: now, into: &effects) }
        for id in due {
            guard let mission = missions[id], mission.state.status == .queued,
                mission.state.isLeaving
            else { continue }
            let chain = fallbackChain(of: mission)
            guard let target = chain.next else { continue }
            fallBack(mission, to: target, passing: chain, at: now, into: &effects)
        }
    }

    /// Looks at the lanes that were changed in this turn.
    ///
    /// - Returns: True if one of them takes work that did not before.
    private mutating func noteLanesThatTakeWork() -> Bool {
        var isNews = false
        for id in lanes.touchedKeys {
            guard let (takesWork, isOut) = use(of: id) else { continue }
            if isOut != lanesThatAreOut.contains(id) {
                lanesThatAreOut[id] = isOut ? true : nil
                if isOut, let lane = lanes[id] { newcomers += queued(on: lane, nil).map(\.id) }
            }
            if takesWork != lanesThatTakeWork.contains(id) {
                lanesThatTakeWork[id] = takesWork ? true : nil
                if takesWork { isNews = true }
            }
        }
        return isNews
    }

    private func use(of id: LaneID) -> (takesWork: Bool, isOut: Bool)? {
        lanes.look(at: id) { lane in
            (problem(ofSendingTo: lane) == nil && lane.record.reroute == nil, lane.isOut)
        }
    }

    /// What waits on lanes that start nothing, and what lanes keep out, lane by lane, the oldest first.
    func strandedMissions() -> [MissionID] {
        lanes.flatMap { entry in
            entry.value.isOut
                ? queued(on: entry.value, nil).map(\.id) : entry.value.leaving.map(\.value)
        }
    }

    /// Why a mission that waits on a lane is better off elsewhere, and who says so; nil if it is not.
    private func displacement(
        of mission: MissionMachine,
        from lane: Lane
    ) -> (actor: String, reason: ReasonCode, summary: String)? {
        if !lane.isRetired, let closure = Self.closure(of: lane, to: mission.envelope) {
            return ("router", .rolloutClosed, closure.message)
        }
        guard lane.isOut else { return nil }
        if lane.isSendingAway {
            let isDrained = lane.gate.state == .drained
            return (
                Self.rollbackActor, isDrained ? .laneDrained : .laneDraining,
                "lane \(lane.id) is rolled back"
            )
        }
        guard let cause = lane.degradedCause else {
            return ("router", .laneBudget, "the budget of the day of lane \(lane.id) is spent")
        }
        let summary = "lane \(lane.id) is degraded (\(cause.rawValue))"
        return ("router", Self.reason(of: cause), summary)
    }

    /// Moves a mission from a lane that starts nothing, or keeps it out, to the first lane of its
    /// chain that takes work; it has not failed there, and may come back.
    private mutating func evacuate(
        _ id: MissionID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let mission = missions[id], mission.state.status == .queued,
            !mission.state.isLeaving, let lane = lanes[mission.state.assignedVPID],
            let (actor, reason, summary) = displacement(of: mission, from: lane),
            let target = fallbackChain(of: mission).next
        else { return }
        dequeue(mission)
        missions[id]?.moved(
            RouteStep(
                vpID: target,
                actor: actor,
                reason: reason,
                summary: summary,
                at: now.wall
            )
        )
        guard let moved = missions[id] else { return }
        enqueueAgain(moved)
        effects.append(.write(.updateMission(id, moved.state)))
        emit(
            .missionRerouted,
            mission: moved,
            actor: actor == Self.rollbackActor ? actor : "supervisor",
            reason: reason,
            summary: "mission \(id) goes from lane \(lane.id) to lane \(target): \(summary)",
            payload: ["from": .string(lane.id.rawValue), "to": .string(target.rawValue)],
            at: now,
            into: &effects
        )
    }

    /// Puts a mission that left its lane into the queue of another: id, key, age and class are kept.
    private mutating func fallBack(
        _ mission: MissionMachine,
        to target: LaneID,
        passing chain: FallbackChain,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let source = mission.state.assignedVPID
        let reason = mission.state.reason
        let passed = chain.links.prefix { $0.lane != target }.compactMap(\.obstacle?.message)
        let summary =
            "from lane \(source) (\(reason?.rawValue ?? "unknown"))"
            + (passed.isEmpty ? "" : "; passed over: \(passed.joined(separator: "; "))")
        dequeue(mission)
        missions[mission.id]?.moved(
            RouteStep(
                vpID: target,
                actor: "fallback",
                reason: reason,
                summary: summary,
                at: now.wall
            )
        )
        guard let moved = missions[mission.id] else { return }
        enqueueAgain(moved)
        effects.append(.write(.updateMission(moved.id, moved.state)))
        emit(
            .missionFallback,
            mission: moved,
            reason: reason,
            summary: "mission \(moved.id) goes to lane \(target), \(summary)",
            payload: [
                "from": .string(source.rawValue), "to": .string(target.rawValue),
                "move": .integer(Int64(moved.state.leftVPIDs.count)),
            ],
            at: now,
            into: &effects
        )
        noteDeparture(.movedOn, from: source, at: now, into: &effects)
    }

    /// Why a mission that may not run on its lane again waits there.
    func explainLeaver(_ mission: MissionMachine) -> WhyAnswer {
        let id = mission.state.assignedVPID
        let chain = fallbackChain(of: mission)
        let reason = mission.state.reason?.rawValue ?? "unknown"
        var answer = WhyAnswer(
            .fallbackWaits,
            "it may not run on lane \(id) again (\(reason)), and "
                + (chain.links.isEmpty ? "no lane is left in its chain" : chain.obstacles),
            remedy: "let one of them take work, or lanectl mission move \(mission.id) --to LANE;"
                + " lanectl mission requeue \(mission.id) tries lane \(id) again"
        )
        answer.figures["lanes_left"] = Int64(mission.state.leftVPIDs.count)
        answer.figures["lanes_to_come"] = Int64(chain.links.count)
        return answer
    }
}
