import DataStructures
import XCTest

@testable import Protocol

extension Samples {
    /// At least one of every command.
    static func commands() throws -> [(name: String, command: ControlCommand)] {
        let lane = try lane()
        let mission = try mission()
        var drain = options()
        drain.deadlineSeconds = 600
        var missions = MissionFilter()
        missions.statuses = [.queued, .running]
        missions.includesTerminal = true
        missions.vpID = lane
        missions.missionClass = .interactive
        missions.label = "campaign=q4"
        missions.isShadow = true
        missions.limit = 500
        missions.cursor = "m-0000"
        var events = EventFilter()
        events.cursor = 41
        events.typePrefixes = ["vp.mission."]
        events.missionID = mission
        events.vpID = lane
        events.follows = true
        events.limit = 10
        var since = EventFilter()
        since.since = try time("2026-11-21T10:00:00.000Z")
        var logs = LogRequest(missionID: mission)
        logs.attempt = 2
        logs.offset = -4096
        logs.limit = 4096
        return [
            ("hello", .hello(ControlHello(program: "lanectl", version: "0.1.0"))),
            (
                "mission.submit",
                .missionSubmit(
                    [try envelope(), MissionEnvelope(objective: "true")],
                    isDryRun: true
                )
            ),
            ("mission.get", .missionGet(mission)),
            ("mission.list", .missionList(missions)),
            ("mission.cancel", .missionCancel(mission, forced())),
            ("mission.requeue", .missionRequeue(mission, forced())),
            ("mission.hold", .missionHold(mission, options())),
            ("mission.release", .missionRelease(mission, options())),
            ("mission.move", .missionMove(mission, to: try Self.lane("code-writer"), options())),
            ("mission.why", .missionWhy(mission)),
            ("mission.wait", .missionWait(mission, timeoutMilliseconds: 30_000)),
            ("mission.logs", .missionLogs(logs)),
            ("lane.list", .laneList),
            ("lane.get", .laneGet(lane)),
            ("lane.why", .laneWhy(lane)),
            ("lane.pause", .lanePause(lane, options())),
            ("lane.resume", .laneResume(lane, options())),
            ("lane.drain", .laneDrain(lane, drain)),
            ("lane.undrain", .laneUndrain(lane, options())),
            (
                "lane.reroute",
                .laneReroute(
                    lane,
                    RerouteOrder(to: try Self.lane("code-writer"), missionClass: .background),
                    options()
                )
            ),
            ("lane.reroute-off", .laneReroute(lane, RerouteOrder(to: nil), OperatorOptions())),
            ("lane.flush", .laneFlush(lane, .background, options())),
            ("lane.restart", .laneRestart(lane, forced())),
            ("lane.reset", .laneReset(lane, OperatorOptions())),
            ("pool.list", .poolList),
            ("pool.get", .poolGet("claude-max")),
            ("pool.set", .poolSet("claude-max", .held, options())),
            ("pool.clear", .poolClear("claude-max", options())),
            ("pool.probe", .poolProbe("claude-max", options())),
            ("events.subscribe", .eventsSubscribe(events)),
            ("events.subscribe-since", .eventsSubscribe(since)),
            ("supervisor.status", .supervisorStatus),
            ("supervisor.estop", .supervisorEstop(forced())),
            ("supervisor.thaw", .supervisorThaw(options())),
            ("supervisor.reexec", .supervisorReexec),
            ("supervisor.backup", .supervisorBackup),
            ("config.reload", .configReload),
            ("config.validate", .configValidate),
            ("mission.resolve", .missionResolve(mission, as: .completed, options())),
            ("lane.rollout", .laneRollout(lane, .set(.canary(percent: 20)), options())),
            ("lane.rollout-configured", .laneRollout(lane, .configured, options())),
            ("governor.explain", .governorExplain(nil)),
            ("governor.explain-workload", .governorExplain(try workload())),
        ]
    }

    /// At least one of every reply, and the notification.
    static func messages() throws -> [(name: String, message: ControlMessage)] {
        let one = RequestID.number(1)
        let name = RequestID.text("a-1")
        let hello = ServerHello(protocolVersion: 1, version: "0.1.0", role: .operator)
        let log = LogChunk(
            runID: try run(),
            text: "line one\nline two \u{FFFD}\u{0}",
            nextOffset: 4096,
            byteCount: 8192,
            isComplete: true
        )
        let change = Change(
            object: "vp.coder.primary",
            isChanged: true,
            isDryRun: true,
            lines: ["admission open -> draining", "1 run is waited for until 11:42:00"]
        )
        var listed = MissionView(envelope: MissionEnvelope(objective: "true"), state: try state())
        listed.envelope.missionID = try mission()
        var full = ControlError(.temporary, .diskLow, "12 MiB are free, 64 are needed")
        full.object = "/var/lib/lanekeeper"
        full.hint = "free space"
        full.retryAfterMilliseconds = 5000
        return [
            ("hello", .answer(one, .hello(hello))),
            ("mission", .answer(name, .mission(try missionView()))),
            ("missions", .answer(one, .missions([listed], nextCursor: "m-0001"))),
            ("why", .answer(one, .why(try why()))),
            ("logs", .answer(one, .logs(log))),
            ("lane", .answer(one, .lane(try laneView()))),
            ("lanes", .answer(one, .lanes([try laneView()]))),
            ("pool", .answer(one, .pool(try poolView()))),
            ("pools", .answer(one, .pools([try probingPoolView()]))),
            ("governor-order", .answer(one, .governorOrder([try governorLine()]))),
            ("rehearsal", .answer(one, .rehearsal(try rehearsal()))),
            ("changed", .answer(one, .changed(change))),
            ("events", .answer(one, .events([try event()], nextCursor: 42))),
            ("status", .answer(one, .status(try status()))),
            ("error", .answer(one, .error(full))),
            ("error-without-id", .answer(nil, .error(full))),
            ("event", .event(try event())),
        ]
    }

    /// At least one of every command to a worker.
    static func laneCommands() throws -> [(name: String, command: LaneCommand)] {
        let hello = LaneHello(
            vpID: try lane(),
            generation: Generation(3),
            epoch: Epoch(7),
            version: "0.1.0"
        )
        let run = try run()
        return [
            ("lane.hello", .hello(hello)),
            ("lane.start_mission", .startMission(try order())),
            (
                "lane.cancel_mission",
                .cancelMission(runID: run, fence: Fence(17), intent: .cancel, isImmediate: true)
            ),
            ("lane.quiesce", .quiesce),
            ("lane.shutdown", .shutdown),
            (
                "lane.acknowledge",
                .acknowledge(runID: run, fence: Fence(17), disposition: .recorded)
            ),
        ]
    }

    /// At least one of every report of a worker.
    static func laneReports() throws -> [(name: String, report: LaneReport)] {
        let run = try run()
        let fence = Fence(17)
        var active = Heartbeat.Run(
            runID: run,
            fence: fence,
            progressCounter: 4096,
            isToolInFlight: true,
            usage: usage()
        )
        active.residentKiB = 61_440
        return [
            ("hello", .hello(try workerHello())),
            ("hello-refused", .helloRefused(message: "epoch 6 is older than 7")),
            ("accepted", .accepted(runID: run, fence: fence)),
            ("refused", .refused(runID: run, fence: fence, message: "the worker is quiescing")),
            ("lane.heartbeat", .heartbeat(Heartbeat(runs: [active], residentKiB: 1840))),
            (
                "mission.started",
                .started(
                    runID: run,
                    fence: fence,
                    leader: ProcessIdentity(pid: 4121, startTicks: 99_887)
                )
            ),
            ("mission.phase", .phaseChanged(runID: run, fence: fence, phase: .checking)),
            (
                "mission.progress",
                .progress(runID: run, fence: fence, text: "building", percent: 40)
            ),
            ("mission.blocked", .blocked(runID: run, fence: fence, question: "may I push?")),
            ("mission.unblocked", .unblocked(runID: run, fence: fence)),
            ("mission.limit", .limit(runID: run, fence: fence, try limit())),
            ("mission.tree_not_dead", .treeNotDead(runID: run, fence: fence, processCount: 2)),
            ("mission.ended", .ended(try result())),
        ]
    }
}
