import Protocol
import SQLite

/// How an `AttemptRecord` lies in `vp_attempts`: what never changes, then the rest.
enum AttemptRow {
    /// Written once.
    static let constantColumns = [
        "fence", "run_id", "mission_id", "attempt", "vp_id", "generation", "session_id",
        "fresh_session", "dispatched_at",
    ]

    /// Written at every change, in the order that `writeProgress` and `read` follow.
    static let progressColumns = [
        "started_at", "leader_pid", "leader_start_ticks", "phase", "intent", "stopped_by",
        "preempted_for", "resolved_as", "blocked_at", "blocked_ms", "outcome", "reason", "scope",
        "ended_at", "exit",
        "runtime_session",
        "leftover_processes", "input_tokens", "output_tokens", "calls", "cost_micro_usd", "summary",
        "log_bytes_dropped",
    ]

    static let columns = constantColumns + progressColumns

    static func writeConstants(
        _ attempt: AttemptRecord,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(attempt.fence.rawValue)
        try columns.put(attempt.runID.rawValue)
        try columns.put(attempt.missionID.rawValue)
        try columns.put(attempt.number)
        try columns.put(attempt.vpID.rawValue)
        try columns.put(attempt.generation.rawValue)
        try columns.put(attempt.sessionID.rawValue)
        try columns.put(attempt.isFreshSession)
        try columns.put(attempt.dispatchedAt)
    }

    static func writeProgress(
        _ attempt: AttemptRecord,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(attempt.startedAt)
        try columns.put(attempt.leader)
        try columns.put(word: attempt.phase)
        try columns.put(word: attempt.intent)
        try columns.put(attempt.stoppedBy)
        try columns.put(attempt.preemptedFor?.rawValue)
        try columns.put(word: attempt.resolution)
        try columns.put(attempt.blockedAt)
        try columns.put(attempt.blockedMilliseconds)
        try columns.put(word: attempt.outcome)
        try columns.put(word: attempt.reason)
        try columns.put(word: attempt.scope)
        try columns.put(attempt.endedAt)
        try columns.put(attempt.exit.map(StoredExit.text))
        try columns.put(attempt.runtimeSession)
        try columns.put(attempt.leftoverProcessCount)
        try columns.put(attempt.usage)
        try columns.put(attempt.summary)
        try columns.put(attempt.logBytesDropped)
    }

    static func read(_ columns: inout ColumnReader) throws(SQLiteError) -> AttemptRecord {
        var attempt = try readConstants(&columns)
        attempt.startedAt = try columns.optionalTime()
        attempt.leader = try columns.optionalProcess()
        attempt.phase = try columns.word()
        attempt.intent = try columns.optionalWord()
        attempt.stoppedBy = try columns.optionalText()
        attempt.preemptedFor = try columns.optionalName { MissionID($0) }
        attempt.resolution = try columns.optionalWord()
        attempt.blockedAt = try columns.optionalTime()
        attempt.blockedMilliseconds = try columns.count()
        attempt.outcome = try columns.optionalWord()
        attempt.reason = try columns.optionalWord()
        attempt.scope = try columns.optionalWord()
        attempt.endedAt = try columns.optionalTime()
        attempt.exit = try columns.optionalName(StoredExit.status)
        attempt.runtimeSession = try columns.optionalText()
        attempt.leftoverProcessCount = try columns.smallCount()
        attempt.usage = try columns.usage()
        attempt.summary = try columns.optionalText()
        attempt.logBytesDropped = try columns.count()
        return attempt
    }

    private static func readConstants(
        _ columns: inout ColumnReader
    ) throws(SQLiteError) -> AttemptRecord {
        let fence = Fence(try columns.count())
        return AttemptRecord(
            runID: try columns.name { RunID($0) },
            missionID: try columns.name { MissionID($0) },
            number: try columns.smallCount(),
            vpID: try columns.name { LaneID($0) },
            generation: Generation(try columns.count()),
            fence: fence,
            sessionID: try columns.name { SessionID($0) },
            isFreshSession: try columns.flag(),
            dispatchedAt: try columns.time()
        )
    }
}
