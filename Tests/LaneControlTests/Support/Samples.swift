import DataStructures
import Protocol

/// Objects that tests show and compare.
enum Samples {
    static let now = time("2026-11-21T12:00:00Z")
    static let lane = laneID("vp.coder.primary")

    static func time(_ text: String) -> WallTime {
        guard let time = WallTime(text) else { fatalError("\(text) is no time") }
        return time
    }

    static func laneID(_ text: String) -> LaneID {
        guard let lane = LaneID(text) else { fatalError("\(text) is no lane") }
        return lane
    }

    static func missionID(_ text: String) -> MissionID {
        guard let mission = MissionID(text) else { fatalError("\(text) is no mission") }
        return mission
    }

    static func runID(_ text: String) -> RunID {
        guard let run = RunID(text) else { fatalError("\(text) is no run") }
        return run
    }

    static func sessionID(_ text: String) -> SessionID {
        guard let session = SessionID(text) else { fatalError("\(text) is no session") }
        return session
    }

    static func mission(_ id: String = "m1", _ status: MissionStatus = .queued) -> MissionView {
        var envelope = MissionEnvelope(objective: "count\nthe \u{1B}[31mlines")
        envelope.missionID = missionID(id)
        envelope.idempotencyKey = "k-\(id)"
        envelope.owner = "anna"
        envelope.labels["campaign"] = "x"
        var state = MissionState(
            assignedVPID: lane,
            assignedBy: "router",
            at: time("2026-11-21T11:56:48Z")
        )
        state.status = status
        if status != .queued {
            state.attemptCount = 1
            state.startedAt = time("2026-11-21T11:57:00Z")
        }
        if status == .running { state.phase = .executing }
        if status.isTerminal {
            state.endedAt = time("2026-11-21T11:58:00Z")
            state.reason = status == .completed ? .finished : .exitCode
            state.summary = "3 files"
        }
        var view = MissionView(envelope: envelope, state: state)
        if status == .queued {
            view.waitingFor = WhyAnswer(.slotsBusy, "both slots are taken", remedy: "wait")
        } else {
            view.attempts = [attempt(id, status)]
        }
        return view
    }

    static func attempt(_ mission: String, _ status: MissionStatus) -> AttemptRecord {
        var attempt = AttemptRecord(
            runID: runID("\(mission).1"),
            missionID: missionID(mission),
            number: 1,
            vpID: lane,
            generation: Generation(2),
            fence: Fence(7),
            sessionID: sessionID("s1"),
            isFreshSession: false,
            dispatchedAt: time("2026-11-21T11:56:59.750Z")
        )
        attempt.startedAt = time("2026-11-21T11:57:00Z")
        attempt.leader = ProcessIdentity(pid: 4_121, startTicks: 99_887)
        guard status.isTerminal else { return attempt }
        attempt.endedAt = time("2026-11-21T11:58:00Z")
        attempt.outcome = status == .completed ? .completed : .failed
        attempt.reason = status == .completed ? .finished : .exitCode
        attempt.exit = .code(status == .completed ? 0 : 3)
        attempt.leftoverProcessCount = 1
        attempt.summary = "3 files"
        return attempt
    }

    static func lane(
        _ name: String = "vp.coder.primary",
        _ admission: Admission = .open,
        _ status: LaneStatus = .idle
    ) -> LaneView {
        var record = LaneRecord(
            vpID: laneID(name),
            sessionID: sessionID("s1"),
            createdAt: time("2026-11-20T12:00:00Z")
        )
        record.status = status
        record.admission = admission
        record.generation = Generation(2)
        if status == .degraded { record.degradedCause = .parked }
        var view = LaneView(record: record, profile: "shell", why: WhyAnswer(.ready, "ready"))
        if status == .degraded {
            view.why = WhyAnswer(.laneParked, "5 crashes in 60 s", remedy: "lanectl lane reset")
        }
        view.slotCount = 2
        view.reservedSlotCount = 1
        view.readySeconds = 192
        view.queuedCounts = [0, 1, 2]
        return view
    }

    static func status(_ lanes: [LaneView] = [lane()]) -> SupervisorStatus {
        var status = SupervisorStatus()
        status.version = "0.1.0"
        status.pid = 812
        status.epoch = Epoch(3)
        status.phase = "ready"
        status.uptimeSeconds = 11_520
        status.stateDirectory = "/var/lib/lanekeeper"
        status.ledgerPath = "/var/lib/lanekeeper/ledger.sqlite"
        status.configuration = "built-in"
        status.missionCounts = [2, 1, 0, 10, 1, 0, 0]
        status.lanes = lanes
        status.freeMiB = 20_480
        status.minFreeMiB = 256
        status.availableMiB = 3_072
        status.minAvailableMiB = 256
        status.memoryPressurePercent = 2
        status.controlGroups = "available"
        status.lastBackupAt = time("2026-11-20T12:00:00Z")
        status.lastEventSequence = 400
        return status
    }

    static func event(_ sequence: UInt64, _ type: EventType = .missionQueued) -> EventRecord {
        var event = EventRecord(
            sequence: sequence,
            type: type,
            emittedAt: time("2026-11-21T11:56:48.250Z"),
            actor: "uid:1000 (lanectl)",
            summary: "queued for \(lane)"
        )
        event.missionID = missionID("m1")
        event.reason = .operatorRequest
        return event
    }
}
