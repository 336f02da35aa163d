import ControlPlane
import DataStructures
import Protocol
import SQLite
import System

/// Answers questions from the committed ledger and the live state.
struct QueryAnswerer {
    let ledger: Ledger
    let paths: InstancePaths
    let log: EventLog
    /// What the shell knows of the configuration, for the status.
    var origin = ""
    var problems: [String] = []
    /// Whether each run gets a control group: `available`, or why not.
    var controlGroups = ""

    /// Answers a question that has one answer.
    ///
    /// `backup`, `events` and `validateConfiguration` are the world's.
    func answer(_ query: Query, core: borrowing ControlPlane, at now: Instant) -> ControlReply {
        do throws(SQLiteError) {
            return try reply(to: query, core: core, at: now)
        } catch {
            log.error("ledger.unreadable", error.description)
            return .error(ControlError(.internalFailure, .internalFailure, error.description))
        }
    }

    private func reply(
        to query: Query,
        core: borrowing ControlPlane,
        at now: Instant
    ) throws(SQLiteError) -> ControlReply {
        switch query {
        case .mission(let id):
            return try mission(id, core: core, at: now)
        case .submitted(let submitted):
            return try missions(submitted)
        case .missions(let filter):
            return try missions(filter, core: core, at: now)
        case .missionWhy(let id):
            return try why(id)
        case .cancelAfterEnd(let id, let isDryRun):
            return try cancelAfterEnd(id, isDryRun: isDryRun)
        case .resolveAfterEnd(let id, let resolution, let isDryRun):
            return try resolveAfterEnd(id, resolution, isDryRun: isDryRun)
        case .logs(let request):
            return try logs(request)
        case .lanes:
            return .lanes(core.laneViews(at: now))
        case .lane(let id):
            guard let view = core.view(of: id, at: now) else { return unknownLane(id) }
            return .lane(view)
        case .pools:
            return .pools(core.poolViews(at: now))
        case .pool(let name):
            guard let view = core.view(ofPool: name, at: now) else {
                return .error(ControlError(.notFound, .unknownPool, "no pool \"\(name)\""))
            }
            return .pool(view)
        case .governorOrder:
            return .governorOrder(core.governorLines(at: now))
        case .rehearsal(let workload):
            return .rehearsal(core.rehearsal(of: workload, at: now.wall))
        case .status:
            return .status(try status(core: core, at: now))
        case .backup, .events, .validateConfiguration:
            return .error(ControlError(.internalFailure, .wrongState, "answered by the world"))
        }
    }

    // MARK: Missions

    private func mission(
        _ id: MissionID,
        core: borrowing ControlPlane,
        at now: Instant
    ) throws(SQLiteError) -> ControlReply {
        guard var view = try ledger.mission(id) else { return try unknownMission(id) }
        explain(&view, core: core, at: now)
        return .mission(view)
    }

    private func missions(_ submitted: [Query.Submitted]) throws(SQLiteError) -> ControlReply {
        var views: [MissionView] = []
        for one in submitted {
            guard var view = try ledger.mission(one.missionID) else {
                return try unknownMission(one.missionID)
            }
            view.isNew = one.isNew
            view.attempts = []
            views.append(view)
        }
        return .missions(views, nextCursor: nil)
    }

    private func missions(
        _ filter: MissionFilter,
        core: borrowing ControlPlane,
        at now: Instant
    ) throws(SQLiteError) -> ControlReply {
        guard let page = try ledger.missions(filter) else {
            return .error(
                ControlError(
                    .usage,
                    .invalidField,
                    "cursor \"\(filter.cursor ?? "")\" is none that a list has given"
                )
            )
        }
        var views = page.missions
        for index in views.indices { explain(&views[index], core: core, at: now) }
        return .missions(views, nextCursor: page.nextCursor)
    }

    private func explain(_ view: inout MissionView, core: borrowing ControlPlane, at now: Instant) {
        switch view.state.status {
        case .queued, .blocked:
            if let id = view.envelope.missionID { view.waitingFor = core.explain(id, at: now) }
        case .running, .completed, .failed, .cancelled, .timedOut:
            break
        }
    }

    /// Of a mission that is not in memory: terminal, so its last reason is the answer.
    private func why(_ id: MissionID) throws(SQLiteError) -> ControlReply {
        guard let view = try ledger.mission(id) else { return try unknownMission(id) }
        let status = view.state.status.rawValue
        let summary = view.state.summary.map { ": \($0)" } ?? ""
        let actor = view.state.endedBy.map { " by \($0)" } ?? ""
        var answer = WhyAnswer(
            view.state.reason ?? .finished,
            "it is \(status)\(actor) after \(view.state.attemptCount) attempts\(summary)",
            remedy: view.state.status == .completed
                ? nil : "lanectl submit --retry-of \(id) tries it again as a new mission"
        )
        answer.figures["attempts"] = Int64(view.state.attemptCount)
        return .why(answer)
    }

    private func cancelAfterEnd(
        _ id: MissionID,
        isDryRun: Bool
    ) throws(SQLiteError) -> ControlReply {
        guard let view = try ledger.mission(id) else { return try unknownMission(id) }
        return .changed(
            Change(
                object: id.rawValue,
                isChanged: false,
                isDryRun: isDryRun,
                lines: ["it is \(view.state.status.rawValue) already"]
            )
        )
    }

    /// A mission that ended so already needs nothing; how another one ended stands.
    private func resolveAfterEnd(
        _ id: MissionID,
        _ resolution: MissionResolution,
        isDryRun: Bool
    ) throws(SQLiteError) -> ControlReply {
        guard let view = try ledger.mission(id) else { return try unknownMission(id) }
        let status = view.state.status
        guard status == resolution.status else {
            return .error(
                ControlError(
                    .conflict,
                    .missionTerminal,
                    "mission \(id) is \(status.rawValue), not \(resolution.rawValue), for good",
                    object: id.rawValue,
                    hint: "lanectl submit --retry-of \(id)"
                )
            )
        }
        let line = "it is \(status.rawValue) already"
        return .changed(
            Change(object: id.rawValue, isChanged: false, isDryRun: isDryRun, lines: [line])
        )
    }

    private func unknownMission(_ id: MissionID) throws(SQLiteError) -> ControlReply {
        var error = ControlError(
            .notFound,
            .unknownMission,
            "no mission \"\(id)\"",
            object: id.rawValue,
            hint: "lanectl mission list --all"
        )
        if let pruned = try ledger.prunedMission(id) {
            error.message += "; it ended \(pruned.status.rawValue) and is not kept any more"
        }
        return .error(error)
    }

    private func unknownLane(_ id: LaneID) -> ControlReply {
        .error(ControlError(.notFound, .unknownLane, "no lane \"\(id)\"", object: id.rawValue))
    }

    // MARK: Logs

    private func logs(_ request: LogRequest) throws(SQLiteError) -> ControlReply {
        guard let view = try ledger.mission(request.missionID) else {
            return try unknownMission(request.missionID)
        }
        let wanted = request.attempt ?? view.attempts.last?.number
        guard let attempt = view.attempts.first(where: { $0.number == wanted }) else {
            let count = view.attempts.count
            return .error(
                ControlError(
                    count == 0 ? .temporary : .notFound,
                    .wrongState,
                    count == 0
                        ? "mission \(request.missionID) has not been tried yet"
                        : "mission \(request.missionID) has \(count) attempts, not \(wanted ?? 0)",
                    object: request.missionID.rawValue
                )
            )
        }
        do throws(SystemError) {
            return .logs(try chunk(of: attempt, request))
        } catch {
            return .error(
                ControlError(
                    error.isNotFound ? .notFound : .internalFailure,
                    .wrongState,
                    error.isNotFound
                        ? "attempt \(attempt.number) has no log" : error.description,
                    object: attempt.runID.rawValue
                )
            )
        }
    }

    private func chunk(
        of attempt: AttemptRecord,
        _ request: LogRequest
    ) throws(SystemError) -> LogChunk {
        let path = paths.log(of: attempt.runID, on: attempt.vpID)
        let isOver = attempt.outcome != nil
        guard let size = try Files.information(path)?.byteCount else {
            return LogChunk(
                runID: attempt.runID,
                text: "",
                nextOffset: 0,
                byteCount: 0,
                isComplete: isOver
            )
        }
        let start = request.offset < 0 ? max(0, size + request.offset) : min(request.offset, size)
        let file = try Files.openForReading(path)
        var bytes = try Files.read(file.rawValue, at: start, byteCountMax: request.limit)
        let isAtEnd = start + Int64(bytes.count) >= size
        // A character that the piece would cut belongs to the next one. At the end of what a run has
        // written so far its rest will come; elsewhere a piece that is less than one character must
        // be given, or the reader would never get on.
        let tailCount = Self.brokenTailCount(of: bytes)
        if isAtEnd ? !isOver : tailCount < bytes.count { bytes.removeLast(tailCount) }
        return LogChunk(
            runID: attempt.runID,
            text: String(decoding: bytes, as: UTF8.self),
            nextOffset: start + Int64(bytes.count),
            byteCount: size,
            isComplete: isOver && isAtEnd
        )
    }

    /// How many bytes at the end begin a character that is not whole.
    static func brokenTailCount(of bytes: [UInt8]) -> Int {
        for back in 1...4 where bytes.count >= back {
            let byte = bytes[bytes.count - back]
            let length =
                byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 0
            if length > 0 { return length > back ? back : 0 }
        }
        return 0
    }

    // MARK: Events

    /// Where a subscription starts, or why it cannot.
    func cursor(of filter: EventFilter) throws(SQLiteError) -> Result<UInt64, ControlError> {
        if let cursor = filter.cursor {
            let oldest = try ledger.oldestEventSequence()
            guard cursor + 1 >= oldest else {
                return .failure(
                    ControlError(
                        .conflict,
                        .cursorExpired,
                        "events up to \(oldest - 1) are not kept any more",
                        hint: "--cursor \(oldest - 1)"
                    )
                )
            }
            return .success(cursor)
        }
        if let since = filter.since { return .success(try ledger.eventSequence(since: since)) }
        return .success(ledger.marks.eventSequence)
    }

    // MARK: The supervisor

    private func status(
        core: borrowing ControlPlane,
        at now: Instant
    ) throws(SQLiteError) -> SupervisorStatus {
        var status = core.status(at: now)
        status.version = Version.text
        status.pid = CurrentProcess.pid
        status.stateDirectory = paths.state
        status.ledgerPath = ledger.path
        status.configuration = origin
        status.configurationProblems = problems
        status.controlGroups = controlGroups
        status.lastBackupAt = lastBackupAt()
        let dayAgo = WallTime(nanoseconds: now.wall.nanoseconds - 86_400_000_000_000)
        status.missionCounts = try ledger.missionCounts(endedSince: dayAgo)
        return status
    }

    /// When the newest copy was begun; only what was found sound has the name of one.
    private func lastBackupAt() -> WallTime? {
        do throws(SystemError) {
            guard Files.exists(paths.backups) else { return nil }
            return try Files.list(paths.backups).compactMap(BackupName.init).last?.begunAt
        } catch {
            log.warning("backup.unknown", error.description)
            return nil
        }
    }
}
