import Protocol
import SQLite

/// An instance's ledger, which its supervisor may be writing: what a load has left in it.
///
/// Rows are read by the index of idempotency keys, so that those which were there before cost
/// nothing, however many they are.
struct LedgerFile {
    /// How the key of every mission of a load begins; those of a preload begin otherwise.
    static let keyStart = "load-"
    /// The first text behind every key that begins so.
    private static let keyEnd = "load."
    /// Above this size indexes are not compared with their tables: that takes minutes.
    static let fullCheckByteCountMax: Int64 = 1 << 29

    private static let missionsSQL = """
        SELECT m.mission_id, m.idempotency_key, m.class, m.status, m.reason, m.assigned_vp_id,
            m.created_at, m.started_at, m.ended_at,
            json_extract(e.envelope, '$.deadline_at'), json_extract(e.envelope, '$.session')
        FROM vp_missions AS m INDEXED BY vp_missions_key
        JOIN vp_mission_envelopes AS e ON e.number = m.number
        WHERE m.idempotency_key >= ? AND m.idempotency_key < ?
        ORDER BY m.number
        """
    private static let attemptsSQL = """
        SELECT a.run_id, a.mission_id, a.vp_id, a.fence, a.dispatched_at, a.started_at, a.ended_at,
            a.outcome
        FROM vp_missions AS m INDEXED BY vp_missions_key
        CROSS JOIN vp_attempts AS a ON a.mission_id = m.mission_id
        WHERE m.idempotency_key >= ? AND m.idempotency_key < ?
        ORDER BY a.fence
        """

    private let connection: Connection

    /// Opens it for reading.
    ///
    /// - Throws: `SQLiteError`.
    init(_ path: String) throws(SQLiteError) {
        connection = try Connection(path: path, access: .readOnly)
    }

    /// Reads every mission of the load, in the order of their creation.
    ///
    /// - Throws: `SQLiteError`, also for a row that no supervisor can have written.
    func missions() throws(SQLiteError) -> [LedgerMission] {
        try connection.prepare(Self.missionsSQL).all(Self.keyStart, Self.keyEnd) {
            (row) throws(SQLiteError) in
            let missionClass = try row.value(2) { MissionClass(rawValue: $0) }
            let session = try row.optionalValue(10) { SessionMode(rawValue: $0) }
            var mission = LedgerMission(
                missionID: try row.value(0) { MissionID($0) },
                key: try row.text(1),
                missionClass: missionClass,
                status: try row.value(3) { MissionStatus(rawValue: $0) },
                lane: try row.value(5) { LaneID($0) },
                createdAt: WallTime(nanoseconds: try row.int64(6)),
                // An interactive one gets a session of its own where that of its lane is taken.
                isContinuing: session != .fresh && missionClass != .interactive
            )
            mission.reason = try row.optionalValue(4) { ReasonCode(rawValue: $0) }
            mission.startedAt = try row.optionalTime(7)
            mission.endedAt = try row.optionalTime(8)
            mission.deadlineAt = try row.optionalValue(9) { WallTime($0) }
            return mission
        }
    }

    /// Reads every attempt at a mission of the load, in the order of their fences.
    ///
    /// - Throws: `SQLiteError`, also for a row that no supervisor can have written.
    func attempts() throws(SQLiteError) -> [LedgerAttempt] {
        try connection.prepare(Self.attemptsSQL).all(Self.keyStart, Self.keyEnd) {
            (row) throws(SQLiteError) in
            var attempt = LedgerAttempt(
                runID: try row.value(0) { RunID($0) },
                missionID: try row.value(1) { MissionID($0) },
                lane: try row.value(2) { LaneID($0) },
                fence: Fence(UInt64(max(0, try row.int64(3)))),
                dispatchedAt: WallTime(nanoseconds: try row.int64(4))
            )
            attempt.startedAt = try row.optionalTime(5)
            attempt.endedAt = try row.optionalTime(6)
            attempt.outcome = try row.optionalValue(7) { AttemptOutcome(rawValue: $0) }
            return attempt
        }
    }

    /// Checks the whole file.
    ///
    /// - Parameter byteCount: Its size; above `fullCheckByteCountMax` only its pages are checked.
    /// - Returns: What SQLite finds wrong; empty for a sound file.
    /// - Throws: `SQLiteError` where it cannot look.
    func problems(byteCount: Int64) throws(SQLiteError) -> [String] {
        byteCount > Self.fullCheckByteCountMax
            ? try connection.quickCheck() : try connection.integrityCheck()
    }
}
