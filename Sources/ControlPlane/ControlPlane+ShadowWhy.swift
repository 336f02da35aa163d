import DataStructures
import Protocol

/// What is said of copies of missions to those who ask for one by its id.
extension ControlPlane {
    // MARK: Refusals

    /// Refuses what makes no sense for a copy: it runs once, on its lane, when nothing else is ready.
    ///
    /// - Throws: `shadow_copy`; nothing was changed.
    func refuseForCopy(_ command: ControlCommand) throws(ControlError) {
        guard let id = command.mission, let copy = missions[id], copy.envelope.isCopy else {
            return
        }
        switch command {
        case .missionRequeue, .missionHold, .missionRelease, .missionMove:
            throw isCopy(copy)
        case .missionResolve(_, let resolution, _):
            // An operator must be able to give up processes that do not die.
            let isStuck = openRunID(of: copy).map { runID in
                lanes[copy.state.assignedVPID]?.mayGiveUp(runID) == true
            }
            guard resolution == .cancelled, isStuck == true else { throw isCopy(copy) }
        default:
            break
        }
    }

    private func isCopy(_ copy: MissionMachine) -> ControlError {
        let original = copy.envelope.shadowOf?.rawValue ?? ""
        return ControlError(
            .refused,
            .shadowCopy,
            "mission \(copy.id) is a copy of mission \(original), which runs once or not at all",
            object: copy.id.rawValue,
            hint: "lanectl mission cancel \(copy.id), or ask for mission \(original)"
        )
    }

    /// Why a run may not submit anything: it is a copy's; nil if it is not.
    ///
    /// Its mission does the same, so that the work would be done twice.
    func refusalOfParent(_ parentID: MissionID?) -> ControlError? {
        guard let parentID, missions[parentID]?.envelope.isCopy == true else { return nil }
        return ControlError(
            .refused,
            .shadowCopy,
            "a copy of a mission (\(parentID)) submits nothing",
            object: parentID.rawValue,
            hint: "go on without it: the environment of a copy has LANE_SHADOW=1"
        )
    }

    /// Why a mission may not be repeated: it is a copy; nil if it is not.
    func refusalOfRetry(_ envelope: MissionEnvelope, _ request: ClientRequest) -> ControlError? {
        guard let repeated = envelope.retryOf,
            missions[repeated]?.envelope.isCopy ?? request.repeatedCopies.contains(repeated)
        else { return nil }
        return ControlError(
            .refused,
            .shadowCopy,
            "mission \(repeated) is a copy of another one",
            object: repeated.rawValue,
            hint: "repeat the mission that it is a copy of (lanectl mission show \(repeated))"
        )
    }

    /// Why a lane may not be tried out with copies; nil if it may.
    func refusalOfShadow(on lane: Lane) -> ControlError? {
        guard lane.profile.sideEffects != .none else { return nil }
        return ControlError(
            .refused,
            .wrongState,
            "the runs of lane \(lane.id) may change what is outside their workspace:"
                + " side_effects of profile \"\(lane.policy.profile)\" is"
                + " \(lane.profile.sideEffects.rawValue)",
            object: lane.id.rawValue,
            hint: "give it a profile whose side_effects are none"
        )
    }

    // MARK: Why

    /// Why a copy waits, with what must change for it to start.
    func explainCopy(_ copy: MissionMachine, on lane: Lane, at now: Instant) -> WhyAnswer {
        let original = copy.envelope.shadowOf?.rawValue ?? ""
        let obstacle = obstacle(toCopiesOf: lane, at: now)
        let before = lane.shadows.reduce(0) { $1.key < copy.order ? $0 + 1 : $0 }
        var answer = WhyAnswer(
            .shadowWaits,
            "a copy of mission \(original), which starts when nothing else is ready: "
                + (obstacle?.summary ?? "\(before) copies start before it"),
            remedy: obstacle?.remedy
                ?? "wait, or lanectl mission cancel \(copy.id)"
        )
        answer.earliestStartAt = obstacle?.earliestStartAt
        answer.figures = obstacle?.figures ?? answer.figures
        answer.figures["ahead"] = Int64(before)
        return answer
    }

    /// What keeps any copy from starting on a lane; nil if nothing does.
    private func obstacle(toCopiesOf lane: Lane, at now: Instant) -> WhyAnswer? {
        if let obstacle = explainObstacle(of: lane, at: now) { return obstacle }
        if lane.health.isOut {
            return WhyAnswer(.laneEjected, "its lane has yet to show that it is well")
        }
        if let spent = explainShadowBudget(of: lane, at: now) { return spent }
        let readyCount = readyCount(in: lane.group)
        if readyCount > 0 {
            return WhyAnswer(
                .behindOthers,
                "\(readyCount) missions of its lane or pool start first"
            )
        }
        if !LaneOffer(lane).hasSlot(for: .background) {
            return WhyAnswer(
                .slotsBusy,
                "\(lane.runs.count) of \(lane.policy.slotCount) slots are in use,"
                    + " \(lane.policy.reservedSlotCount) kept for interactive",
                remedy: "a run must end, or the lane needs more slots"
            )
        }
        if let pool = lane.policy.pool, let closed = explainPool(pool, for: .background, at: now) {
            return closed
        }
        if let permits = explainPermits(.background, lane, at: now) { return permits }
        if let hold = explainHost(.background, lane, at: now) { return hold }
        guard let time = nextCopyStartAt(in: lane.group, at: now) else { return nil }
        let wait = time.since(now.boot)
        var answer = WhyAnswer(
            .startRate,
            "the next start is allowed in \(wait.wholeMilliseconds) ms",
            remedy: "wait, or raise start_rate"
        )
        answer.figures["wait_ms"] = Int64(wait.wholeMilliseconds)
        return answer
    }

    private func explainShadowBudget(of lane: Lane, at now: Instant) -> WhyAnswer? {
        guard lane.record.shadowUsage.isSpent, let bound = lane.spentShadowBound(at: now.wall)
        else {
            return nil
        }
        let usage = lane.shadowUsage(at: now.wall)
        let end = usage.end(at: now.wall)
        var answer = WhyAnswer(
            .laneBudget,
            "the day's budget of copies is spent: \(bound.sentence); none starts before \(end)",
            remedy:
                "wait, or raise shadow_budget.\(bound.name) of lane \(lane.id) and lanectl config"
                + " reload"
        )
        answer.earliestStartAt = end
        for bound in lane.policy.shadowBudget.bounds(against: usage.usage) {
            answer.figures["max_" + bound.figure] = Int64(clamping: bound.limit)
            answer.figures["used_" + bound.figure] = Int64(clamping: bound.used)
        }
        return answer
    }
}
