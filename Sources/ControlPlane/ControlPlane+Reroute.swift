import DataStructures
import Protocol

extension ControlPlane {
    /// The most missions that an answer lists one by one; the rest is counted.
    static let listedCountMax = 100

    /// What a reroute does to a queued mission.
    private enum Move {
        /// Puts it into this lane's queue.
        case to(LaneID)
        /// Leaves it where it is for ever.
        case refused(ControlError)
        /// Leaves it where it is until the other lane takes work.
        case waits(ControlError)
    }

    // MARK: Commands

    /// Moves what is queued on a lane to another one, and what comes back to its queue from now on.
    mutating func reroute(
        _ id: LaneID,
        _ order: RerouteOrder,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        guard let target = order.target else {
            return try endReroute(of: id, options, request, at: now, into: &effects)
        }
        _ = try givenReason(options, for: "reroute")
        let lane = try knownLane(id)
        if let problem = problem(ofRerouting: id, to: target) { throw problem }
        let change = record(of: request, options, at: now)
        let reroute = LaneReroute(to: target, missionClass: order.missionClass, change: change)
        let queued = queued(on: lane, order.missionClass)
        let moves = queued.map { move(of: $0, by: reroute) }
        if let error = Self.refusalOfAll(moves) { throw error }
        let standing = lane.record.reroute
        let isNew = standing?.target != target || standing?.missionClass != order.missionClass
        let isChanged = isNew || moves.contains { if case .to = $0 { true } else { false } }
        let lines = Self.lines(of: zip(queued, moves).map { ($0.id, $1) }, reroute, lane)
        guard isChanged, !options.isDryRun else {
            return changed(request, id.rawValue, isChanged, options, lines, into: &effects)
        }
        if isNew {
            lanes[id]?.record.reroute = reroute
            cameBack.remove(id)
            tellReroute(of: id, change, to: reroute, at: now, into: &effects)
        }
        for (mission, move) in zip(queued, moves) {
            guard case .to(let other) = move else { continue }
            self.move(mission, to: other, change, at: now, into: &effects)
        }
        changed(request, id.rawValue, true, options, lines, into: &effects)
    }

    private mutating func endReroute(
        of id: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let lane = try knownLane(id)
        guard let reroute = lane.record.reroute else {
            let line = "no reroute is in force on it"
            return changed(request, id.rawValue, false, options, [line], into: &effects)
        }
        let line = "what comes back to its queue stays; what went to \(reroute.target) stays there"
        if !options.isDryRun {
            lanes[id]?.record.reroute = nil
            cameBack.remove(id)
            let change = record(of: request, options, at: now)
            tellReroute(of: id, change, to: nil, at: now, into: &effects)
        }
        changed(request, id.rawValue, true, options, [line], into: &effects)
    }

    private mutating func tellReroute(
        of id: LaneID,
        _ change: OperatorChange,
        to reroute: LaneReroute?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        var payload: OrderedTable<String, JSONValue> = [:]
        if let reroute { payload["to"] = .string(reroute.target.rawValue) }
        if let missionClass = reroute?.missionClass {
            payload["class"] = .string(missionClass.rawValue)
        }
        let what = reroute.map { "what waits on lane \(id) goes to lane \($0.target)" }
        emit(
            .laneRerouted,
            lane: id,
            actor: change.actor,
            reason: .operatorRequest,
            summary: (what ?? "what waits on lane \(id) stays there")
                + (change.reason.isEmpty ? "" : ": \(change.reason)"),
            payload: payload,
            at: now,
            into: &effects
        )
    }

    /// Puts one queued mission into another lane's queue.
    mutating func move(
        _ id: MissionID,
        to target: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        _ = try givenReason(options, for: "move")
        let mission = try openMission(id)
        let lane = try knownLane(target)
        guard mission.state.status == .queued else { throw notQueued(mission) }
        guard mission.state.assignedVPID != target else {
            let line = "it waits on lane \(target) already"
            return changed(request, id.rawValue, false, options, [line], into: &effects)
        }
        let problem =
            problem(ofSendingTo: lane) ?? Router.obstacle(to: lane, of: mission.envelope)
            ?? Self.closure(of: lane, to: mission.envelope)
        if let problem { throw problem }
        if !options.isDryRun {
            let change = record(of: request, options, at: now)
            move(mission, to: target, change, at: now, into: &effects)
        }
        let line = "it waits on lane \(target), with the age it had"
        changed(request, id.rawValue, true, options, [line], into: &effects)
    }

    private func notQueued(_ mission: MissionMachine) -> ControlError {
        ControlError(
            .conflict,
            .wrongState,
            "mission \(mission.id) is \(mission.state.status.rawValue), not queued",
            object: mission.id.rawValue,
            hint: "lanectl mission requeue \(mission.id) puts it back into the queue"
        )
    }

    // MARK: What may go where

    /// Why a lane's queue may not go to another one; nil if it may.
    private func problem(ofRerouting id: LaneID, to target: LaneID) -> ControlError? {
        guard let lane = lanes[target] else { return unknown(target) }
        guard id != target else {
            return ControlError(
                .refused,
                .wrongState,
                "lane \(id) cannot be rerouted to itself",
                object: id.rawValue
            )
        }
        if let next = lane.record.reroute?.target {
            return ControlError(
                .refused,
                .laneRerouted,
                "what waits on lane \(target) is rerouted to lane \(next)",
                object: target.rawValue,
                hint: "lanectl lane reroute \(target) --off, or --to \(next)"
            )
        }
        if lane.record.rollout.rollout.isClosed {
            return ControlError(
                .refused,
                .rolloutClosed,
                "the rollout of lane \(target) is \(lane.record.rollout.rollout)",
                object: target.rawValue,
                hint: "lanectl lane rollout \(target) on"
            )
        }
        return problem(ofSendingTo: lane)
    }

    /// Why nothing is sent to a lane; nil if it takes work, now or as soon as its worker is up.
    func problem(ofSendingTo lane: Lane) -> ControlError? {
        let reason: ReasonCode
        let problem: String
        if lane.isRetired {
            (reason, problem) = (.laneRemoved, "not in the configuration")
        } else if lane.gate.state != .open {
            reason = lane.gate.state == .drained ? .laneDrained : .laneDraining
            problem = lane.gate.admission.rawValue
        } else if let cause = lane.degradedCause, !lane.wantsProbe {
            reason = Self.reason(of: cause)
            problem = "degraded (\(cause.rawValue))"
        } else if lane.gate.isPaused {
            (reason, problem) = (.lanePaused, "paused")
        } else if lane.record.dayUsage.isSpent {
            (reason, problem) = (.laneBudget, "out of its budget of the day")
        } else {
            return nil
        }
        return ControlError(
            .refused,
            reason,
            "lane \(lane.id) is \(problem)",
            object: lane.id.rawValue,
            hint: "lanectl lane why \(lane.id)"
        )
    }

    /// The reason that stands for the cause of a degraded lane.
    static func reason(of cause: DegradedCause) -> ReasonCode {
        switch cause {
        case .parked: .laneParked
        case .ejected: .laneEjected
        case .treeNotDead: .treeNotDead
        }
    }

    /// What is queued on a lane, ready or held, the oldest first.
    func queued(on lane: Lane, _ missionClass: MissionClass?) -> [MissionMachine] {
        (lane.queue.missionIDs + lane.held.map(\.value) + lane.leaving.map(\.value))
            .compactMap { missions[$0] }
            .filter { missionClass == nil || $0.envelope.missionClass == missionClass }
            .sorted { $0.order < $1.order }
    }

    /// Follows reroutes to their end; they have no cycle, because none leads to a lane that has one.
    private func move(of mission: MissionMachine, by reroute: LaneReroute) -> Move {
        var target = reroute.target
        while let next = lanes[target]?.record.reroute,
            next.applies(to: mission.envelope.missionClass)
        {
            target = next.target
        }
        guard let lane = lanes[target] else { return .waits(unknown(target)) }
        if let obstacle = Router.obstacle(to: lane, of: mission.envelope) ?? left(lane, mission) {
            return .refused(obstacle)
        }
        let problem =
            problem(ofSendingTo: lane) ?? Self.closure(of: lane, to: mission.envelope)
        return problem.map { .waits($0) } ?? .to(target)
    }

    /// No order for a whole lane brings a mission back to a lane that it left.
    private func left(_ lane: Lane, _ mission: MissionMachine) -> ControlError? {
        guard mission.state.leftVPIDs.contains(lane.id) else { return nil }
        return ControlError(
            .refused,
            .missionLeft,
            "it left lane \(lane.id) by fallback",
            object: lane.id.rawValue,
            hint: "lanectl mission move \(mission.id) --to \(lane.id) sends it there all the same"
        )
    }

    /// Puts a queued mission into another lane's queue: id, key, age, class and hold are kept.
    private mutating func move(
        _ mission: MissionMachine,
        to target: LaneID,
        _ change: OperatorChange,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let source = mission.state.assignedVPID
        dequeue(mission)
        missions[mission.id]?.moved(
            RouteStep(
                vpID: target,
                actor: change.actor,
                reason: .operatorRequest,
                summary: change.reason,
                at: now.wall
            )
        )
        guard let moved = missions[mission.id] else { return }
        enqueueAgain(moved)
        effects.append(.write(.updateMission(moved.id, moved.state)))
        emit(
            .missionRerouted,
            mission: moved,
            actor: change.actor,
            reason: .operatorRequest,
            summary: "mission \(moved.id) goes from lane \(source) to lane \(target):"
                + " \(change.reason)",
            payload: ["from": .string(source.rawValue), "to": .string(target.rawValue)],
            at: now,
            into: &effects
        )
    }

    // MARK: What comes back

    /// A mission is back in its lane's queue: a reroute that is in force is applied to it.
    mutating func noteReturn(of mission: MissionMachine) {
        let id = mission.state.assignedVPID
        guard let reroute = lanes[id]?.record.reroute,
            reroute.applies(to: mission.envelope.missionClass)
        else { return }
        cameBack[id, default: []].append(mission.id)
    }

    /// Moves what came back to lanes that are rerouted, as soon as the other lane takes work.
    mutating func applyReroutes(at now: Instant, into effects: inout [Effect]) {
        for (id, missionIDs) in cameBack {
            guard let reroute = lanes[id]?.record.reroute else { continue }
            var waiting: [MissionID] = []
            for missionID in missionIDs {
                guard let mission = missions[missionID], mission.state.status == .queued,
                    mission.state.assignedVPID == id
                else { continue }
                switch move(of: mission, by: reroute) {
                case .to(let target):
                    move(mission, to: target, reroute.change, at: now, into: &effects)
                case .waits: waiting.append(missionID)
                case .refused: break
                }
            }
            cameBack[id] = waiting.isEmpty ? nil : waiting
        }
    }

    /// Why a mission is still on a lane whose queue is rerouted; nil if it is not.
    func explainStay(of mission: MissionMachine, on lane: Lane) -> String? {
        guard let reroute = lane.record.reroute,
            reroute.applies(to: mission.envelope.missionClass)
        else { return nil }
        switch move(of: mission, by: reroute) {
        case .refused(let error), .waits(let error):
            return "it does not go to lane \(reroute.target): \(error.message)"
        case .to(let target):
            return "it came after the reroute to lane \(target) (say it again to move it)"
        }
    }

    // MARK: Answers

    /// The refusal of a reroute that moves nothing because the other lane can run none of it.
    private static func refusalOfAll(_ moves: [Move]) -> ControlError? {
        var refusal: ControlError?
        for move in moves {
            guard case .refused(let error) = move, error.reason == .capabilityMissing else {
                return nil
            }
            refusal = error
        }
        return refusal
    }

    private static func lines(
        of moves: [(MissionID, Move)],
        _ reroute: LaneReroute,
        _ lane: Lane
    ) -> [String] {
        var movedCount = 0
        var stays: [String] = []
        for (id, move) in moves {
            switch move {
            case .to: movedCount += 1
            case .refused(let error), .waits(let error):
                stays.append("\(id) stays: \(error.message) (\(error.reason.rawValue))")
            }
        }
        let kind = reroute.missionClass.map { " \($0.rawValue)" } ?? ""
        var lines = ["\(movedCount) queued\(kind) missions go to lane \(reroute.target)"]
        if !stays.isEmpty { lines.append("\(stays.count) stay on lane \(lane.id)") }
        lines += stays.prefix(listedCountMax)
        if stays.count > listedCountMax {
            lines.append("and \(stays.count - listedCountMax) more")
        }
        if lane.hasActiveRun {
            lines.append("what runs (\(lane.runs.count)) goes on; what comes back goes there too")
        }
        return lines
    }
}
