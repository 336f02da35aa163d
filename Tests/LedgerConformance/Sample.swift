import DataStructures
public import Protocol

/// Records with every field set, for tests of what is written and read back.
public enum Sample {
    /// Half past ten on a day in November, so many seconds later.
    public static func time(_ seconds: Int64 = 0) -> WallTime {
        WallTime(nanoseconds: (1_795_257_000 + seconds) * 1_000_000_000)
    }

    /// Makes a lane's name out of a constant.
    public static func lane(_ name: String = "vp.coder.primary") -> LaneID {
        require(LaneID(name), "lane \(name)")
    }

    /// Makes a mission's name out of a constant.
    public static func mission(_ name: String) -> MissionID {
        require(MissionID(name), "mission \(name)")
    }

    /// Makes a session's name out of a constant.
    public static func session(_ name: String = "s1") -> SessionID {
        require(SessionID(name), "session \(name)")
    }

    /// Makes a run's name.
    public static func run(_ mission: String, _ number: Int) -> RunID {
        require(RunID("\(mission).\(number)"), "run \(mission)")
    }

    /// A lane with nothing but its name.
    public static func laneRecord(_ name: String = "vp.coder.primary") -> LaneRecord {
        LaneRecord(vpID: lane(name), sessionID: session(), createdAt: time())
    }

    /// A lane with every field set.
    public static func fullLaneRecord(_ name: String = "vp.coder.primary") -> LaneRecord {
        var record = laneRecord(name)
        record.sessionID = session("s2")
        record.generation = Generation(7)
        record.status = .degraded
        record.degradedCause = .treeNotDead
        record.admission = .draining
        record.drainDeadlineAt = time(3_600)
        record.isPaused = true
        record.isDrainOrdered = true
        record.pauseChange = OperatorChange(actor: "uid:1001", reason: "lunch", at: time(4))
        record.drainChange = OperatorChange(actor: "uid:1000", reason: "upgrade", at: time(5))
        record.reroute = LaneReroute(
            to: lane("code-writer"),
            missionClass: .background,
            change: OperatorChange(actor: "uid:1002", reason: "sick", at: time(6))
        )
        record.rollout = LaneRollout(.forceFallback, from: .environment)
        record.rolloutOrder = RolloutOrder(
            .canary(percent: 10),
            change: OperatorChange(actor: "uid:1003", reason: "new model", at: time(8))
        )
        record.health.state = .probing
        record.health.recent = [true, false, false]
        record.health.failureStreak = 2
        record.health.detectionCount = 4
        record.health.ejectionCount = 3
        record.health.ejectedUntil = time(7)
        record.health.probe = run("m9", 1)
        record.health.restoredAt = time(1)
        record.rollback.recent = [.completed, .failed, .movedOn]
        record.rollback.failureStreak = 2
        record.rollback.interactiveWaitsMilliseconds = [0, 120]
        record.rollback.newMissionCount = 3
        record.rollback.trigger = .fallbackRate
        record.rollback.summary = "3 of its last 20 missions moved on"
        record.rollback.sendsAway = true
        record.rollback.pendingCaptures = [7]
        record.dayUsage.day = 20_778
        record.dayUsage.usage.inputTokenCount = 900
        record.dayUsage.usage.outputTokenCount = 80
        record.dayUsage.usage.callCount = 12
        record.dayUsage.usage.costMicroUSD = 1_500_000
        record.dayUsage.isSpent = true
        record.shadowUsage.day = 20_779
        record.shadowUsage.usage.inputTokenCount = 700
        record.shadowUsage.usage.outputTokenCount = 60
        record.shadowUsage.usage.callCount = 5
        record.shadowUsage.usage.costMicroUSD = 400_000
        record.shadowUsage.isSpent = true
        record.pool = "claude"
        record.leaseExpiresAt = time(10)
        record.worker = ProcessIdentity(pid: 4_121, startTicks: 99_000)
        record.givenUpRuns = [
            RunRemains(
                runID: run("m7", 1),
                leader: ProcessIdentity(pid: 4_200, startTicks: 99_100)
            ),
            RunRemains(runID: run("m8", 2)),
        ]
        return record
    }

    /// A pool with every field that may be set beside the others.
    public static func fullPoolRecord() -> PoolRecord {
        var record = PoolRecord(name: "claude-max")
        record.status = .exhausted
        record.until = time(600)
        record.slotLimit = 3
        record.throttleCount = 2
        record.hold = PoolHold(
            .authenticationNeeded,
            note: "log in",
            actor: "supervisor",
            at: time(1)
        )
        var weekly = PoolReading(
            window: "weekly",
            model: "large",
            usedPermille: 912,
            readAt: time(2)
        )
        weekly.ownPermille = 40
        weekly.wasIdle = true
        weekly.resetAt = time(700)
        weekly.isBinding = true
        record.readings = [
            PoolReading(window: "five_hour", model: nil, usedPermille: 0, readAt: time(3)), weekly,
        ]
        return record
    }

    /// A pool that a run probes.
    public static func probedPoolRecord() -> PoolRecord {
        var record = PoolRecord(name: "codex")
        record.status = .probing
        record.probe = run("m1", 1)
        record.probeUntil = time(60)
        return record
    }

    /// An envelope with nothing but a name and an objective.
    public static func envelope(
        _ name: String,
        objective: String = "count the lines"
    ) -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: objective)
        envelope.missionID = mission(name)
        return envelope
    }

    /// An envelope with every field set.
    public static func fullEnvelope(_ name: String) -> MissionEnvelope {
        var envelope = envelope(name, objective: "größer \u{1F469}\u{200D}\u{1F680}\n\"quoted\"")
        envelope.idempotencyKey = "key of \(name)"
        envelope.retryOf = mission("m0")
        envelope.parentID = mission("p0")
        envelope.vpID = lane()
        envelope.missionType = "coding"
        envelope.missionClass = .deadline
        envelope.deadlineAt = time(600)
        envelope.expireAtDeadline = true
        envelope.notBefore = time(60)
        envelope.owner = "kevin"
        envelope.source = "cron"
        envelope.budget.maxRuntimeSeconds = 90
        envelope.budget.maxIdleSeconds = 30
        envelope.budget.maxCallCount = 31
        envelope.budget.maxTokenCount = 32
        envelope.budget.maxCostMicroUSD = 33
        envelope.constraints.allowedTools = ["read"]
        envelope.constraints.forbiddenTools = ["rm"]
        envelope.constraints.approvalRequired = ["push"]
        envelope.requires = [.tools, .resume]
        envelope.successCriteria = ["it builds"]
        envelope.checks = [["make", "test"]]
        envelope.session = .fresh
        envelope.retry.maxAttempts = 5
        envelope.fallback = [lane("vp.general.primary")]
        envelope.isShadowOK = true
        envelope.shadowOf = mission("o1")
        envelope.labels["team"] = "core"
        envelope.labels["odd"] = "a=b"
        envelope.traceID = "trace"
        envelope.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        return envelope
    }

    /// The state of a mission that was just acknowledged.
    public static func state(
        at seconds: Int64 = 0,
        lane name: String = "vp.coder.primary"
    )
        -> MissionState
    {
        MissionState(assignedVPID: lane(name), assignedBy: "router", at: time(seconds))
    }

    /// The state of a mission that has ended.
    public static func endedState(
        _ status: MissionStatus = .completed,
        at seconds: Int64 = 1
    ) -> MissionState {
        var state = state()
        state.status = status
        state.reason = .finished
        state.endedAt = time(seconds)
        return state
    }

    /// A state with every field set but those of an end.
    public static func fullState() -> MissionState {
        var state = state()
        state.status = .blocked
        state.reason = .question
        state.scope = .pool
        state.phase = .executing
        state.leftVPIDs = [lane("vp.general.primary"), lane("code-writer")]
        state.note(
            RouteStep(vpID: lane(), actor: "router", summary: "any lane; größer\tline", at: time(1))
        )
        state.note(
            RouteStep(
                vpID: lane("code-writer"),
                actor: "fallback",
                reason: .runtimeBudget,
                summary: "",
                at: time(2)
            )
        )
        state.attemptCount = 4
        state.failureCount = 1
        state.recoveryCount = 2
        state.deferralCount = 3
        state.preemptionCount = 5
        state.usage.inputTokenCount = 8
        state.usage.outputTokenCount = 9
        state.usage.callCount = 10
        state.usage.costMicroUSD = 11
        state.fence = Fence(1)
        state.heldUntil = time(20)
        state.hold = OperatorChange(actor: "uid:1003", reason: "release", at: time(7))
        state.queuedAt = time(2)
        state.startedAt = time(3)
        state.endedBy = "uid:1"
        state.summary = "one sentence"
        state.resumePhase = "reported"
        state.isLate = true
        var side = ShadowSide(missionID: mission("o1"), vpID: lane(), status: .failed)
        side.reason = .checkFailed
        side.runMilliseconds = 1_200
        side.usage.callCount = 6
        side.checks = .failed
        state.counterpart = side
        return state
    }

    /// An emergency stop.
    public static func estop() -> OperatorChange {
        OperatorChange(actor: "uid:1004", reason: "runaway", at: time(8))
    }

    /// An attempt with nothing but its names.
    public static func attempt(_ mission: String, _ number: Int, fence: UInt64) -> AttemptRecord {
        AttemptRecord(
            runID: run(mission, number),
            missionID: Self.mission(mission),
            number: number,
            vpID: lane(),
            generation: Generation(3),
            fence: Fence(fence),
            sessionID: session(),
            isFreshSession: true,
            dispatchedAt: time(4)
        )
    }

    /// An attempt with every field set.
    public static func fullAttempt(
        _ mission: String,
        _ number: Int,
        fence: UInt64
    ) -> AttemptRecord {
        var attempt = attempt(mission, number, fence: fence)
        attempt.startedAt = time(5)
        attempt.leader = ProcessIdentity(pid: 17, startTicks: 18)
        attempt.phase = .ended
        attempt.intent = .idleBudget
        attempt.stoppedBy = "uid:1000"
        attempt.preemptedFor = MissionID("m-0002")
        attempt.resolution = .failed
        attempt.blockedAt = time(5)
        attempt.blockedMilliseconds = 900
        attempt.outcome = .timedOut
        attempt.reason = .noProgressTimeout
        attempt.scope = .session
        attempt.endedAt = time(6)
        attempt.exit = .signal(9)
        attempt.runtimeSession = "their-session"
        attempt.leftoverProcessCount = 2
        attempt.usage.inputTokenCount = 3
        attempt.usage.outputTokenCount = 4
        attempt.usage.callCount = 5
        attempt.usage.costMicroUSD = 6
        attempt.summary = "it was silent"
        attempt.logBytesDropped = 7
        return attempt
    }

    /// An event with nothing but what it must have.
    public static func event(
        _ sequence: UInt64,
        _ type: EventType = .missionQueued,
        at seconds: Int64 = 0
    ) -> EventRecord {
        EventRecord(
            sequence: sequence,
            type: type,
            emittedAt: time(seconds),
            actor: "supervisor",
            summary: "something happened"
        )
    }

    /// An event with every field set.
    public static func fullEvent(_ sequence: UInt64) -> EventRecord {
        var event = event(sequence, .missionDeferred)
        event.missionID = mission("m1")
        event.vpID = lane()
        event.runID = run("m1", 1)
        event.sessionID = session()
        event.traceID = "trace"
        event.reason = .rateLimited
        event.payload["count"] = .integer(3)
        event.payload["list"] = .array([.null, .bool(true), .double(0.5), .string("x")])
        return event
    }

    private static func require<Name>(_ name: Name?, _ what: String) -> Name {
        guard let name else { fatalError("\(what) is not a name") }
        return name
    }
}
