import DataStructures
import XCTest

@testable import Protocol

/// One value of every kind, with every optional field set somewhere.
enum Samples {
    static func time(_ text: String) throws -> WallTime {
        try XCTUnwrap(WallTime(text))
    }

    static func lane(_ text: String = "vp.coder.primary") throws -> LaneID {
        try XCTUnwrap(LaneID(text))
    }

    static func mission(_ text: String = "m-0001") throws -> MissionID {
        try XCTUnwrap(MissionID(text))
    }

    static func run(_ text: String = "m-0001.1") throws -> RunID {
        try XCTUnwrap(RunID(text))
    }

    static func session(_ text: String = "s-0001") throws -> SessionID {
        try XCTUnwrap(SessionID(text))
    }

    static func usage() -> Usage {
        var usage = Usage()
        usage.inputTokenCount = 1200
        usage.outputTokenCount = 80
        usage.callCount = 3
        usage.costMicroUSD = 12_500
        return usage
    }

    /// Every field set.
    static func envelope() throws -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: "Sum up \"docs/\" \u{2192} report.md\n")
        envelope.missionID = try mission()
        envelope.idempotencyKey = "brief-2026-11-21"
        envelope.retryOf = try mission("m-0000")
        envelope.parentID = try mission("m-parent")
        envelope.vpID = try lane()
        envelope.missionType = "research"
        envelope.missionClass = .deadline
        envelope.deadlineAt = try time("2026-11-21T12:00:00.000Z")
        envelope.expireAtDeadline = true
        envelope.notBefore = try time("2026-11-21T10:00:00.000Z")
        envelope.owner = "ana"
        envelope.source = "simone"
        envelope.budget.maxRuntimeSeconds = 3600
        envelope.budget.maxIdleSeconds = 300
        envelope.budget.maxCallCount = 40
        envelope.budget.maxTokenCount = 2_000_000
        envelope.budget.maxCostMicroUSD = 2_500_000
        envelope.constraints.allowedTools = ["bash", "edit"]
        envelope.constraints.forbiddenTools = ["web"]
        envelope.constraints.approvalRequired = ["push"]
        envelope.requires = [.tools, .resume]
        envelope.successCriteria = ["report.md exists"]
        envelope.checks = [["test", "-s", "report.md"], ["true"]]
        envelope.session = .fresh
        envelope.retry.maxAttempts = 2
        envelope.retry.maxRecoveries = 0
        envelope.retry.maxDeferrals = 10
        envelope.fallback = [try lane("vp.general.primary"), try lane("code-writer")]
        envelope.isShadowOK = true
        envelope.labels["campaign"] = "q4"
        envelope.labels["team/area"] = ""
        envelope.traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
        envelope.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        return envelope
    }

    static func state() throws -> MissionState {
        var state = MissionState(
            assignedVPID: try lane(),
            assignedBy: "pin",
            at: try time("2026-11-21T10:42:00.000Z")
        )
        state.status = .failed
        state.reason = .checkFailed
        state.scope = .mission
        state.phase = .checking
        state.leftVPIDs = [try lane("code-writer")]
        state.note(
            RouteStep(
                vpID: try lane("code-writer"),
                actor: "router",
                summary: "it takes research; 0 before it",
                at: try time("2026-11-21T10:42:00.000Z")
            )
        )
        state.note(
            RouteStep(
                vpID: try lane(),
                actor: "fallback",
                reason: .runtimeBudget,
                summary: "from lane code-writer (runtime_budget)",
                at: try time("2026-11-21T10:42:01.500Z")
            )
        )
        state.attemptCount = 4
        state.failureCount = 2
        state.recoveryCount = 1
        state.deferralCount = 1
        state.preemptionCount = 2
        state.usage = usage()
        state.fence = Fence(17)
        state.heldUntil = try time("2026-11-21T10:43:00.000Z")
        state.hold = OperatorChange(
            actor: "uid:1000",
            reason: "not before the release",
            at: try time("2026-11-21T10:42:01.700Z")
        )
        state.queuedAt = try time("2026-11-21T10:42:01.500Z")
        state.startedAt = try time("2026-11-21T10:42:02.000Z")
        state.endedAt = try time("2026-11-21T10:44:00.000Z")
        state.endedBy = "uid:1000"
        state.summary = "check 1 of 2 exited with 1"
        state.resumePhase = "work_committed"
        state.isLate = true
        state.counterpart = try shadowSide()
        return state
    }

    static func attempt() throws -> AttemptRecord {
        var attempt = AttemptRecord(
            runID: try run(),
            missionID: try mission(),
            number: 1,
            vpID: try lane(),
            generation: Generation(3),
            fence: Fence(17),
            sessionID: try session(),
            isFreshSession: true,
            dispatchedAt: try time("2026-11-21T10:42:01.000Z")
        )
        attempt.startedAt = try time("2026-11-21T10:42:02.000Z")
        attempt.leader = ProcessIdentity(pid: 4121, startTicks: 99_887)
        attempt.phase = .ended
        attempt.intent = .runtimeBudget
        attempt.outcome = .timedOut
        attempt.reason = .runtimeBudget
        attempt.scope = .mission
        attempt.endedAt = try time("2026-11-21T10:44:00.000Z")
        attempt.exit = .signal(9)
        attempt.runtimeSession = "4f3c-9"
        attempt.leftoverProcessCount = 2
        attempt.usage = usage()
        attempt.summary = "stopped after 3600 s"
        attempt.logBytesDropped = 1024
        return attempt
    }

    static func why() throws -> WhyAnswer {
        var why = WhyAnswer(
            .slotsBusy,
            "waits for a slot: 2 of 2 are taken",
            remedy: "wait, or cancel m-0002"
        )
        why.earliestStartAt = try time("2026-11-21T10:45:00.000Z")
        why.figures["slots"] = 2
        why.figures["ahead"] = 4
        return why
    }

    /// Every field set.
    static func shadowSide() throws -> ShadowSide {
        var side = ShadowSide(
            missionID: try mission("m-copy"),
            vpID: try lane("code-writer"),
            status: .failed
        )
        side.reason = .checkFailed
        side.runMilliseconds = 61_500
        side.usage = usage()
        side.checks = .failed
        return side
    }

    static func missionView() throws -> MissionView {
        var view = MissionView(envelope: try envelope(), state: try state())
        view.envelope.shadowOf = try mission("m-original")
        view.attempts = [try attempt()]
        view.waitingFor = try why()
        view.isNew = false
        return view
    }

    static func laneRecord() throws -> LaneRecord {
        var record = LaneRecord(
            vpID: try lane(),
            sessionID: try session(),
            createdAt: try time("2026-11-20T00:00:00.000Z")
        )
        record.generation = Generation(3)
        record.status = .degraded
        record.degradedCause = .treeNotDead
        record.admission = .draining
        record.drainDeadlineAt = try time("2026-11-21T11:42:00.000Z")
        record.isPaused = true
        record.drainChange = OperatorChange(
            actor: "uid:1000",
            reason: "disk swap",
            at: try time("2026-11-21T10:42:00.000Z")
        )
        record.pauseChange = OperatorChange(
            actor: "uid:1001",
            reason: "lunch",
            at: try time("2026-11-21T10:41:00.000Z")
        )
        record.reroute = LaneReroute(
            to: try lane("code-writer"),
            missionClass: .background,
            change: OperatorChange(
                actor: "uid:1000",
                reason: "disk swap",
                at: try time("2026-11-21T10:42:30.000Z")
            )
        )
        record.rollout = LaneRollout(.canary(percent: 20), from: .operator)
        record.rolloutOrder = RolloutOrder(
            .canary(percent: 20),
            change: OperatorChange(
                actor: "uid:1000",
                reason: "new model",
                at: try time("2026-11-21T10:42:40.000Z")
            )
        )
        record.health.state = .probing
        record.health.recent = [true, true, false]
        record.health.failureStreak = 1
        record.health.detectionCount = 3
        record.health.ejectionCount = 2
        record.health.ejectedUntil = try time("2026-11-21T10:41:30.000Z")
        record.health.probe = try run()
        record.health.restoredAt = try time("2026-11-21T09:00:00.000Z")
        record.dayUsage.day = 20_778
        record.dayUsage.usage.inputTokenCount = 480_000
        record.dayUsage.usage.outputTokenCount = 20_000
        record.dayUsage.usage.callCount = 61
        record.dayUsage.usage.costMicroUSD = 2_500_000
        record.dayUsage.isSpent = true
        record.shadowUsage.day = 20_778
        record.shadowUsage.usage.inputTokenCount = 12_000
        record.shadowUsage.usage.outputTokenCount = 700
        record.shadowUsage.usage.callCount = 4
        record.shadowUsage.usage.costMicroUSD = 90_000
        record.leaseExpiresAt = try time("2026-11-21T10:43:10.000Z")
        record.worker = ProcessIdentity(pid: 812, startTicks: 5501)
        return record
    }

    static func laneView() throws -> LaneView {
        var view = LaneView(record: try laneRecord(), profile: "shell", why: try why())
        view.slotCount = 2
        view.reservedSlotCount = 1
        view.runs = [try run()]
        view.queuedCounts = [0, 1, 12]
        view.heldCount = 2
        view.dayBudget.maxTokenCount = 500_000
        view.dayBudget.maxCostMicroUSD = 20_000_000
        view.copyCount = 3
        view.shadowBudget.maxCallCount = 100
        view.restartCount = 1
        view.readySeconds = 3600
        view.orphanCount = 0
        return view
    }

    static func limit() throws -> LimitReport {
        var limit = LimitReport(limitClass: "usage_window", state: .rejected)
        limit.window = "five_hour"
        limit.model = "large"
        limit.utilization = 0.75
        limit.isBinding = true
        limit.resetAt = try time("2026-11-21T15:00:00.000Z")
        limit.retryAfterMilliseconds = 7000
        return limit
    }

    static func poolView() throws -> PoolView {
        var record = PoolRecord(name: "claude-max")
        record.status = .exhausted
        record.until = try time("2026-11-21T15:01:00.000Z")
        record.slotLimit = 1
        record.throttleCount = 3
        record.hold = PoolHold(
            .authenticationNeeded,
            note: "run m-0001.1 needs a login",
            actor: "supervisor",
            at: try time("2026-11-21T10:44:00.000Z")
        )
        var reading = PoolReading(
            window: "five_hour",
            model: "large",
            usedPermille: 912,
            readAt: try time("2026-11-21T10:43:00.000Z")
        )
        reading.ownPermille = 301
        reading.wasIdle = true
        reading.resetAt = try time("2026-11-21T15:00:00.000Z")
        reading.isBinding = true
        record.readings = [reading]
        var view = PoolView(record: record, why: try why())
        view.slotCount = 2
        view.reservedSlotCount = 1
        view.grantedSlotCount = 0
        view.usedSlotCount = 1
        view.openClasses = [.interactive]
        view.lanes = [try lane()]
        view.queuedCounts = [0, 1, 12]
        return view
    }

    static func probingPoolView() throws -> PoolView {
        var record = PoolRecord(name: "codex")
        record.status = .probing
        record.probe = try run()
        record.probeUntil = try time("2026-11-21T10:57:00.000Z")
        return PoolView(record: record, why: try why())
    }

    static func status() throws -> SupervisorStatus {
        var status = SupervisorStatus()
        status.version = "0.1.0"
        status.pid = 811
        status.epoch = Epoch(7)
        status.phase = "ready"
        status.estop = OperatorChange(
            actor: "uid:1000",
            reason: "runaway agents",
            at: try time("2026-11-21T10:40:00.000Z")
        )
        status.uptimeSeconds = 86_400
        status.stateDirectory = "/var/lib/lanekeeper"
        status.ledgerPath = "/var/lib/lanekeeper/ledger.sqlite"
        status.configuration = "last accepted"
        status.configurationProblems = ["lanes[2].slots: 0 is not an integer from 1 to 64"]
        status.missionCounts = [3, 1, 0, 40, 2, 1, 0]
        status.lanes = [try laneView()]
        status.freeMiB = 20_480
        status.minFreeMiB = 64
        status.availableMiB = 2_676
        status.minAvailableMiB = 256
        status.memoryPressurePercent = 3
        status.cpuPressurePercent = 41
        status.controlGroups = "available"
        status.lastBackupAt = try time("2026-11-20T03:00:00.000Z")
        status.lastEventSequence = 512
        return status
    }

    static func event() throws -> EventRecord {
        var event = EventRecord(
            sequence: 42,
            type: .missionCompleted,
            emittedAt: try time("2026-11-21T10:44:00.000Z"),
            actor: "worker",
            summary: "m-0001 completed on vp.coder.primary after 118 s"
        )
        event.missionID = try mission()
        event.vpID = try lane()
        event.runID = try run()
        event.sessionID = try session()
        event.traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
        event.reason = .finished
        event.payload["run_ms"] = .integer(118_000)
        event.payload["checks"] = .array([.bool(true), .null, .double(0.5), .string("a/b")])
        event.payload["usage"] = .object(OrderedTable())
        return event
    }

    static func result() throws -> RunResult {
        var result = RunResult(
            runID: try run(),
            fence: Fence(17),
            outcome: .deferred,
            reason: .rateLimited,
            endedAt: try time("2026-11-21T10:44:00.000Z")
        )
        result.scope = .pool
        result.exit = .code(75)
        result.summary = "rate limited"
        result.leftoverProcessCount = 1
        result.startedAt = try time("2026-11-21T10:42:02.000Z")
        result.usage = usage()
        result.retryAfterMilliseconds = 7000
        result.limit = try limit()
        result.resumePhase = "work_committed"
        result.runtimeSession = "4f3c-9"
        result.artifacts = ["out/report.md"]
        result.logBytesDropped = 1024
        return result
    }

    static func order() throws -> LaunchOrder {
        var profile = LaunchProfile(name: "shell", argv: ["/bin/sh", "{{objective_file}}"])
        profile.input = .objective
        profile.output = .laneLines
        profile.environment["EDITOR"] = "ed"
        var order = LaunchOrder(
            runID: try run(),
            fence: Fence(17),
            sessionID: try session(),
            envelope: try envelope(),
            profile: profile
        )
        order.envelope.shadowOf = try mission("m-original")
        order.attemptNumber = 2
        order.isFreshSession = true
        order.resumePhase = "provisioned"
        return order
    }

    static func workerHello() throws -> WorkerHello {
        var hello = WorkerHello(
            protocolVersion: 1,
            version: "0.1.0",
            vpID: try lane(),
            generation: Generation(3)
        )
        hello.state = .quiescing
        hello.runs = [RunPresence(runID: try run(), fence: Fence(17), phase: .ended)]
        hello.outboxEntryCount = 1
        return hello
    }

    static func options() -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = "disk swap"
        options.isDryRun = true
        return options
    }

    static func forced() -> OperatorOptions {
        var options = options()
        options.isForced = true
        return options
    }
}
