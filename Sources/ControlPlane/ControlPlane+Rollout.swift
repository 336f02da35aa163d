import DataStructures
import Protocol

/// Which missions without a pin a lane gets.
///
/// A mission that a rollout keeps out of the lane it is on starts nowhere and is in none of the lane's
/// lines: it waits beside them, among those that wait for another lane, and goes along its chain as
/// soon as a lane there takes it. That is no failure: it may come back when its lane lets it in.
extension ControlPlane {
    // MARK: Command

    /// Sets the rollout of a lane, or forgets what an operator has set.
    mutating func rollOut(
        _ id: LaneID,
        _ setting: RolloutSetting,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let reason = try givenReason(options, for: "a change of rollout")
        let lane = try knownLane(id)
        guard !lane.isRetired else { throw removed(id) }
        if setting.rollout == .shadow, let refusal = refusalOfShadow(on: lane) { throw refusal }
        let new = configuration.rollout(of: id, ordered: setting.rollout)
        guard lane.record.rolloutOrder?.rollout != setting.rollout else {
            let line = "nothing changes: its rollout is \(Self.text(of: lane.record.rollout))"
            return changed(request, id.rawValue, false, options, [line], into: &effects)
        }
        let lines = lines(ofRollingOut: lane, new)
        guard !options.isDryRun else {
            return changed(request, id.rawValue, true, options, lines, into: &effects)
        }
        let change = record(of: request, options, at: now)
        let order = setting.rollout.map { RolloutOrder($0, change: change) }
        lanes.modify(id) { $0.record.rolloutOrder = order }
        setRollout(of: id, to: new, by: request.actor, because: reason, at: now, into: &effects)
        changed(request, id.rawValue, true, options, lines, into: &effects)
    }

    // MARK: What is in force

    /// Applies what the configuration says now to a lane that is in it.
    mutating func reviseRollout(of id: LaneID, at now: Instant, into effects: inout [Effect]) {
        guard let lane = lanes[id], !lane.isRetired else { return }
        let new = configuration.rollout(of: id, ordered: lane.record.rolloutOrder?.rollout)
        guard new.rollout != lane.record.rollout.rollout else {
            if new != lane.record.rollout { lanes.modify(id) { $0.record.rollout = new } }
            return
        }
        setRollout(of: id, to: new, at: now, into: &effects)
    }

    private mutating func setRollout(
        of id: LaneID,
        to new: LaneRollout,
        by actor: String = "supervisor",
        because reason: String = "",
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let old = lanes[id]?.record.rollout else { return }
        lanes.modify(id) { $0.record.rollout = new }
        tellRollout(of: id, from: old.rollout, by: actor, because: reason, at: now, into: &effects)
        sortAnew(id)
        askWaitingMissionsAgain()
    }

    /// Tells which missions a lane gets from now on.
    mutating func tellRollout(
        of id: LaneID,
        from old: Rollout,
        by actor: String = "supervisor",
        because reason: String = "",
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let new = lanes[id]?.record.rollout else { return }
        var payload: OrderedTable<String, JSONValue> = [
            "from": .string(old.stage.rawValue), "to": .string(new.rollout.stage.rawValue),
            "origin": .string(new.origin.rawValue),
        ]
        if let order = lanes[id]?.record.rolloutOrder {
            payload["ordered"] = .string("\(order.rollout)")
        }
        if let percent = old.percent { payload["from_percent"] = .integer(Int64(percent)) }
        if let percent = new.rollout.percent { payload["percent"] = .integer(Int64(percent)) }
        emit(
            .laneRolloutChanged,
            lane: id,
            actor: actor,
            reason: actor == "supervisor" ? nil : .operatorRequest,
            summary: "the rollout of lane \(id) was \(old) and is \(Self.text(of: new))"
                + (reason.isEmpty ? "" : ": \(reason)"),
            payload: payload,
            at: now,
            into: &effects
        )
    }

    /// Takes what waits on a lane into its lines, or out of them, as its rollout says now.
    private mutating func sortAnew(_ id: LaneID) {
        guard let lane = lanes[id] else { return }
        for mission in queued(on: lane, nil) where !mission.state.isLeaving {
            let isOutside = lane.leaving[mission.order] != nil
            guard isOutside == lane.admits(mission.envelope) else { continue }
            dequeue(mission)
            enqueueAgain(mission)
        }
    }

    /// What a change comes to, for who asks for it.
    private func lines(ofRollingOut lane: Lane, _ new: LaneRollout) -> [String] {
        var lines = ["its rollout is \(Self.text(of: new)), it was \(lane.record.rollout.rollout)"]
        var counts = OrderedTable<LaneID, Int>()
        var stays: [String] = []
        for mission in queued(on: lane, nil)
        where !mission.state.isLeaving && !new.rollout.admits(mission.envelope) {
            let chain = fallbackChain(of: mission)
            if let target = chain.next {
                counts[target, default: 0] += 1
            } else {
                stays.append("\(mission.id) waits: \(Self.sentence(of: chain))")
            }
        }
        lines += counts.map { "\($0.value) queued missions go to lane \($0.key)" }
        if !stays.isEmpty { lines.append("\(stays.count) wait until a lane takes them") }
        lines += stays.prefix(Self.listedCountMax)
        if stays.count > Self.listedCountMax {
            lines.append("and \(stays.count - Self.listedCountMax) more")
        }
        if lane.hasActiveRun { lines.append("what runs (\(lane.runs.count)) goes on") }
        return lines
    }

    private static func sentence(of chain: FallbackChain) -> String {
        chain.links.isEmpty ? "no lane is left in its chain" : chain.obstacles
    }

    static func text(of rollout: LaneRollout) -> String {
        switch rollout.origin {
        case .default: "\(rollout.rollout)"
        case .environment, .configuration, .operator:
            "\(rollout.rollout) (\(rollout.origin.rawValue))"
        }
    }

    // MARK: What waits

    /// Why a lane's rollout keeps a mission out; nil if it does not.
    static func closure(of lane: Lane, to envelope: MissionEnvelope) -> ControlError? {
        guard !lane.admits(envelope) else { return nil }
        var problem = "the rollout of lane \(lane.id) is \(lane.record.rollout.rollout)"
        if lane.record.rollout.rollout.percent != nil, let id = envelope.missionID {
            problem += ", the mission is \(Rollout.share(of: id)) of 0 to 99"
        }
        return ControlError(
            .refused,
            .rolloutClosed,
            problem,
            object: lane.id.rawValue,
            hint: "lanectl lane rollout \(lane.id) on, or submit it for that lane"
        )
    }

    /// True while its lane's rollout keeps a queued mission out.
    func isShutOut(_ mission: MissionMachine) -> Bool {
        lanes.look(at: mission.state.assignedVPID) { !$0.admits(mission.envelope) } ?? false
    }

    /// Lets every mission that waits for another lane look for one again: who takes whom has changed.
    mutating func askWaitingMissionsAgain() {
        newLeavers = leavers.map(\.value)
        newcomers = strandedMissions()
    }

    /// Why a mission waits that its lane's rollout keeps out; nil if that is not so.
    func explainRollout(of mission: MissionMachine, on lane: Lane) -> WhyAnswer? {
        guard !lane.isRetired, let closure = Self.closure(of: lane, to: mission.envelope) else {
            return nil
        }
        let chain = fallbackChain(of: mission)
        var answer = WhyAnswer(
            .rolloutClosed,
            closure.message + Self.tail(of: lane.record) + "; " + Self.sentence(of: chain),
            remedy: "lanectl lane rollout \(lane.id) on, let a lane of its chain take work, or"
                + " lanectl mission move \(mission.id) --to LANE"
        )
        answer.figures["lanes_to_come"] = Int64(chain.links.count)
        answer.figures["share"] = Int64(Rollout.share(of: mission.id))
        return answer
    }

    /// Who set the rollout that is in force, and why.
    private static func tail(of record: LaneRecord) -> String {
        switch record.rollout.origin {
        case .operator:
            record.rolloutOrder.map { ", set by \($0.change.actor): \($0.change.reason)" } ?? ""
        case .configuration, .environment: ", as the \(record.rollout.origin.rawValue) says"
        case .default: ""
        }
    }
}
