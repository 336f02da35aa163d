import DataStructures
public import Protocol

extension ControlPlane {
    /// Says why a mission that is in memory is where it is.
    ///
    /// - Returns: Nil if the mission is not in memory: it is terminal or unknown.
    public func explain(_ id: MissionID, at now: Instant) -> WhyAnswer? {
        guard let mission = missions[id] else { return nil }
        switch mission.state.status {
        case .queued: return explainQueued(mission, at: now)
        case .running: return explainRunning(mission, at: now)
        case .blocked: return explainBlocked(mission)
        case .completed, .failed, .cancelled, .timedOut:
            return WhyAnswer(
                mission.state.reason ?? .finished,
                "it is \(mission.state.status.rawValue)"
            )
        }
    }

    private func explainQueued(_ mission: MissionMachine, at now: Instant) -> WhyAnswer {
        if let hold = mission.state.hold {
            return WhyAnswer(
                .missionHeld,
                "held by \(hold.actor): \(hold.reason)",
                remedy: "lanectl mission release \(mission.id)"
            )
        }
        guard let lane = lanes[mission.state.assignedVPID] else {
            return WhyAnswer(.laneRemoved, "its lane \(mission.state.assignedVPID) is unknown")
        }
        if mission.envelope.isCopy { return explainCopy(mission, on: lane, at: now) }
        if mission.state.isLeaving, stop == nil { return explainLeaver(mission) }
        if stop == nil, let closed = explainRollout(of: mission, on: lane) { return closed }
        if var obstacle = explainObstacle(of: lane, at: now) {
            if let earliest = obstacle.earliestStartAt, let left = mission.holdLeft(at: now) {
                obstacle.earliestStartAt = max(earliest, now.wall + left)
            }
            if let stay = explainStay(of: mission, on: lane) { obstacle.summary += "; \(stay)" }
            return obstacle
        }
        if let pool = lane.policy.pool,
            var answer = explainPool(pool, for: mission.envelope.missionClass, at: now)
        {
            if let earliest = answer.earliestStartAt, let left = mission.holdLeft(at: now) {
                answer.earliestStartAt = max(earliest, now.wall + left)
            }
            return answer
        }
        if let left = mission.holdLeft(at: now) {
            return explainHold(mission, left, at: now)
        }
        return explainLine(mission, lane, at: now)
    }

    private func explainHold(
        _ mission: MissionMachine,
        _ left: Interval,
        at now: Instant
    ) -> WhyAnswer {
        let wait = left.wholeMilliseconds
        let isFirst = mission.state.attemptCount == 0
        var answer = WhyAnswer(
            isFirst ? .notBefore : .backingOff,
            isFirst
                ? "held until its not_before, in \(wait) ms"
                : "attempt \(mission.state.attemptCount) ended"
                    + " (\((mission.state.reason ?? .exitCode).rawValue)); the next starts in \(wait) ms",
            remedy: "lanectl mission requeue \(mission.id) starts it at once"
        )
        answer.earliestStartAt = now.wall + left
        answer.figures["wait_ms"] = Int64(wait)
        answer.figures["failures"] = Int64(mission.state.failureCount)
        answer.figures["deferrals"] = Int64(mission.state.deferralCount)
        return answer
    }

    /// The lane could start something: the mission waits for others.
    private func explainLine(_ mission: MissionMachine, _ lane: Lane, at now: Instant) -> WhyAnswer
    {
        let missionClass = mission.envelope.missionClass
        let offer = LaneOffer(lane)
        let ahead = countAhead(of: mission, in: lane)
        var answer: WhyAnswer
        if !offer.hasSlot(for: missionClass) {
            answer = WhyAnswer(
                .slotsBusy,
                "\(lane.runs.count) of \(lane.policy.slotCount) slots are in use,"
                    + " \(lane.policy.reservedSlotCount) kept for interactive; \(ahead) before it",
                remedy: "a run must end, or the lane needs more slots"
            )
        } else if let pooled = explainPermits(missionClass, lane, at: now) {
            answer = pooled
        } else if let hold = explainHost(missionClass, lane, at: now) {
            answer = hold
        } else if let time = nextStartAt(on: lane, at: now.boot) {
            let wait = time.since(now.boot)
            answer = WhyAnswer(
                .startRate,
                "the next start is allowed in \(wait.wholeMilliseconds) ms; \(ahead) before it",
                remedy: "wait, or raise start_rate"
            )
            if ahead == 0 { answer.earliestStartAt = now.wall + wait }
            answer.figures["wait_ms"] = Int64(wait.wholeMilliseconds)
        } else if !offer.isSessionFree, missionClass != .interactive,
            mission.session == .continue
        {
            answer = WhyAnswer(
                .sessionBusy,
                "another run continues the lane's session; \(ahead) before it",
                remedy: "submit with session \"fresh\", or wait for that run"
            )
        } else {
            answer = WhyAnswer(.behindOthers, "\(ahead) missions start before it")
        }
        if missionClass == .interactive, let run = runGivingWay(to: mission) {
            answer.summary += "; mission \(run.missionID) gives way to it and is being stopped"
            answer.remedy = "it starts when run \(run.runID) has ended"
        }
        answer.figures["slots"] = Int64(lane.policy.slotCount)
        answer.figures["slots_in_use"] = Int64(lane.runs.count)
        answer.figures["reserved_slots"] = Int64(lane.policy.reservedSlotCount)
        answer.figures["ahead"] = Int64(ahead)
        answer.figures["passed_over"] = Int64(lane.share.passedOverCount(of: missionClass))
        return answer
    }

    /// Nil if its pool has a permit for a mission of this class.
    func explainPermits(
        _ missionClass: MissionClass,
        _ lane: Lane,
        at now: Instant
    ) -> WhyAnswer? {
        guard let name = lane.policy.pool, let offer = poolOffer(name, at: now),
            !offer.hasPermit(for: missionClass)
        else { return nil }
        let inUse = offer.usedCount
        var answer = WhyAnswer(
            .poolBusy,
            "\(inUse) of \(offer.slotCount) permits of pool \(name) are in use,"
                + " \(offer.reservedSlotCount) kept for interactive",
            remedy: "a run on one of its lanes must end, or the pool needs more slots"
        )
        answer.figures["pool_slots"] = Int64(offer.slotCount)
        answer.figures["pool_slots_in_use"] = Int64(inUse)
        answer.figures["pool_reserved_slots"] = Int64(offer.reservedSlotCount)
        return answer
    }

    private func countAhead(of mission: MissionMachine, in lane: Lane) -> Int {
        var count = lane.queue.countBefore(mission, limit: 1_000)
        for missionClass in MissionClass.allCases
        where missionClass.rank < mission.envelope.missionClass.rank {
            count += lane.queue.count(of: missionClass)
        }
        return count
    }

    private func explainRunning(_ mission: MissionMachine, at now: Instant) -> WhyAnswer {
        let lane = mission.state.assignedVPID
        let run = openRunID(of: mission).flatMap { lanes[lane]?.runs[$0] }
        var answer = WhyAnswer(
            .ready,
            "attempt \(mission.state.attemptCount) is"
                + " \((mission.state.phase ?? .starting).rawValue) on lane \(lane)"
        )
        if let run, run.isTreeNotDead {
            answer = WhyAnswer(
                .treeNotDead,
                "processes of its run survive SIGKILL",
                remedy: "lanectl mission requeue --force --reason … \(mission.id)"
            )
        } else if let intent = run?.record.intent {
            answer.reason = intent.reason
            answer.summary += ", being stopped: \(intent.rawValue)"
            if let resolution = run?.record.resolution {
                answer.summary += ", then it is \(resolution.rawValue)"
            }
            if let waiter = run?.record.preemptedFor { answer.summary += " for mission \(waiter)" }
        }
        if let lane = lanes[lane], let suspicion = suspicion(of: lane, at: now) {
            answer.summary += "; \(suspicion)"
        }
        if let startedAt = run?.startedAt {
            answer.figures["run_ms"] = Int64(now.boot.since(startedAt).wholeMilliseconds)
        }
        if let run {
            answer.figures["silent_ms"] = Int64(now.boot.since(run.progressAt).wholeMilliseconds)
        }
        put(mission, run, into: &answer)
        return answer
    }

    private func explainBlocked(_ mission: MissionMachine) -> WhyAnswer {
        if mission.state.fence == nil {
            return WhyAnswer(
                .deferralsExhausted,
                "put off \(mission.state.deferralCount) times",
                remedy: "lanectl mission requeue \(mission.id), or settle it with mission resolve"
            )
        }
        return WhyAnswer(
            .question,
            "its runtime waits for an answer",
            remedy: "answer the runtime where it asks, or settle it with mission resolve"
        )
    }

    /// Says why a lane is as it is.
    ///
    /// - Returns: Nil if there is no such lane. `ready` if nothing is in the way of work.
    public func explain(_ id: LaneID, at now: Instant) -> WhyAnswer? {
        lanes[id].map { lane in
            explainObstacle(of: lane, at: now) ?? explainHost(of: lane, at: now)
                ?? explainTrip(of: lane)
                ?? WhyAnswer(
                    .ready,
                    (suspicion(of: lane, at: now) ?? "worker \(lane.worker.generation) is ready")
                        + ", \(lane.runs.count) of \(lane.policy.slotCount) slots are in use"
                        + (lane.record.rollout.rollout == .on
                            ? "" : "; its rollout is \(Self.text(of: lane.record.rollout))")
                )
        }
    }

    /// What is said of a worker that has a run and has not been heard for too long; nil if it was.
    private func suspicion(of lane: Lane, at now: Instant) -> String? {
        let limit = Interval.milliseconds(lane.policy.liveness.suspectMilliseconds)
        guard lane.hasActiveRun,
            let silence = lane.worker.suspiciousSilence(after: limit, at: now.boot)
        else { return nil }
        return "worker \(lane.worker.generation) is suspect: silent for"
            + " \(silence.wholeMilliseconds) ms, killed at"
            + " \(lane.policy.liveness.leaseMilliseconds)"
    }

    /// What keeps a lane from starting anything; nil if nothing does.
    func explainObstacle(of lane: Lane, at now: Instant) -> WhyAnswer? {
        if lane.isRetired {
            return WhyAnswer(
                .laneRemoved,
                "lane \(lane.id) is not in the configuration",
                remedy: "add it and lanectl config reload, or lanectl lane reroute \(lane.id)"
                    + " --to LANE, or lanectl lane flush \(lane.id)"
            )
        }
        if stop != nil {
            return WhyAnswer(.supervisorStopping, "the supervisor is stopping")
        }
        if let estop {
            return WhyAnswer(
                .emergencyStop,
                "all work was stopped by \(estop.actor): \(estop.reason)",
                remedy: "lanectl supervisor thaw"
            )
        }
        if lane.isTreeNotDead {
            return WhyAnswer(
                .treeNotDead,
                "processes of a run survive SIGKILL",
                remedy:
                    "find what holds them (lanectl lane show \(lane.id)), or requeue with --force"
            )
        }
        if let change = lane.record.drainChange, lane.gate.state != .open {
            return WhyAnswer(
                lane.gate.state == .drained ? .laneDrained : .laneDraining,
                "\(lane.gate.admission.rawValue) by \(change.actor): \(change.reason)",
                remedy: "lanectl undrain \(lane.id)"
            )
        }
        if let change = lane.record.pauseChange, lane.gate.isPaused {
            return WhyAnswer(
                .lanePaused,
                "paused by \(change.actor): \(change.reason)",
                remedy: "lanectl lane resume \(lane.id)"
            )
        }
        if let ejection = explainEjection(of: lane, at: now) { return ejection }
        if let budget = explainDayBudget(of: lane, at: now) { return budget }
        if let freeMiB, !hasDiskSpace {
            return WhyAnswer(
                .diskLow,
                "\(freeMiB) MiB are free, \(configuration.supervisor.minFreeMiB) are kept",
                remedy: "free some space"
            )
        }
        return explainWorker(of: lane, at: now)
    }

    private func explainWorker(of lane: Lane, at now: Instant) -> WhyAnswer? {
        if let problem = lane.recoveryProblem {
            return WhyAnswer(
                .laneRecovering,
                "it cannot recover: \(problem)",
                remedy: "mend that; the lane goes on by itself"
            )
        }
        switch lane.worker.state {
        case .ready:
            return lane.gate.isRestarting
                ? WhyAnswer(.laneRecovering, "its worker is replaced when its runs have ended")
                : nil
        case .parked:
            return WhyAnswer(
                .laneParked,
                "its worker died too often at start-up",
                remedy:
                    "look at lanectl events --lane \(lane.id), then lanectl lane reset \(lane.id)"
            )
        case .backingOff(let until):
            let wait = until.since(now.boot)
            var answer = WhyAnswer(
                .laneRecovering,
                "its worker died at start-up; the next starts in \(wait.wholeMilliseconds) ms"
            )
            answer.earliestStartAt = now.wall + wait
            answer.figures["wait_ms"] = Int64(wait.wholeMilliseconds)
            return answer
        case .clearing(_, let step):
            return WhyAnswer(.laneRecovering, Self.sentence(of: step))
        case .unprobed, .probing, .vacant, .starting, .greeting:
            return WhyAnswer(.laneRecovering, "its worker is being started")
        case .leaving, .killing:
            return WhyAnswer(.laneRecovering, "its worker is being ended")
        }
    }

    private static func sentence(of step: WorkerMachine.ClearingStep) -> String {
        switch step {
        case .trees: "the processes its last worker left are being ended"
        case .lock: "the lock of its last worker is being taken"
        case .outbox: "the results of its last worker are being read"
        }
    }
}
