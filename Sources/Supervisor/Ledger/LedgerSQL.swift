/// Every statement of the ledger.
///
/// `hotPath` has those that run for each mission; a test holds that none of them scans a table.
enum LedgerSQL {
    // MARK: - Meta

    static let readMeta =
        "SELECT ledger_id, epoch, boot_id, stopped_cleanly, last_mission_number, last_fence,"
        + " last_event_seq, estopped_by, estop_reason, estopped_at FROM ledger_meta"

    static let beginEpoch = "UPDATE ledger_meta SET epoch = ?, boot_id = ?, stopped_cleanly = 0"

    static let markCleanStop = "UPDATE ledger_meta SET stopped_cleanly = 1"

    static let saveEstop =
        "UPDATE ledger_meta SET estopped_by = ?, estop_reason = ?, estopped_at = ?"

    static let saveMarks =
        "UPDATE ledger_meta SET last_mission_number = ?, last_fence = ?, last_event_seq = ?"

    static let addReason = "INSERT OR IGNORE INTO vp_reasons VALUES (?)"

    static let addEventType = "INSERT OR IGNORE INTO vp_event_types VALUES (?)"

    // MARK: - Lanes

    static let saveLane =
        insert(LaneRow.columns, into: "vp_sessions")
        + " ON CONFLICT (vp_id) DO UPDATE SET "
        + LaneRow.columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")

    static let lanes =
        "SELECT \(list(LaneRow.columns)) FROM vp_sessions ORDER BY vp_id"

    // MARK: - Pools

    static let savePool =
        insert(PoolRow.columns, into: "vp_pools")
        + " ON CONFLICT (pool) DO UPDATE SET "
        + PoolRow.columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")

    static let pools =
        "SELECT \(list(PoolRow.columns)) FROM vp_pools ORDER BY pool"

    // MARK: - Missions

    static let insertMission = insert(
        MissionRow.constantColumns + MissionRow.stateColumns,
        into: "vp_missions"
    )

    static let insertEnvelope = insert(
        ["number", "envelope", "objective_start", "objective_rest"],
        into: "vp_mission_envelopes"
    )

    static let updateMission =
        "UPDATE vp_missions SET \(assignments(MissionRow.stateColumns)) WHERE mission_id = ?"

    static let lastMissionNumber = "SELECT ifnull(max(number), 0) FROM vp_missions"

    /// The open missions with their open attempts, in the order they were acknowledged.
    static let openMissions =
        "SELECT m.digest, e.envelope, \(list(MissionRow.readColumns, of: "m")),"
        + " \(list(AttemptRow.columns, of: "a"))"
        + " FROM vp_missions AS m INDEXED BY vp_missions_open"
        + " JOIN vp_mission_envelopes AS e ON e.number = m.number"
        + " LEFT JOIN vp_attempts AS a ON a.mission_id = m.mission_id AND a.outcome IS NULL"
        + " WHERE m.ended_at IS NULL ORDER BY m.number"

    static let mission =
        "SELECT e.envelope, e.objective_start, e.objective_rest,"
        + " \(list(MissionRow.readColumns, of: "m"))"
        + " FROM vp_missions AS m JOIN vp_mission_envelopes AS e ON e.number = m.number"
        + " WHERE m.mission_id = ?"

    static let launchMaterial =
        "SELECT e.envelope, e.objective_start, e.objective_rest"
        + " FROM vp_missions AS m JOIN vp_mission_envelopes AS e ON e.number = m.number"
        + " WHERE m.mission_id = ?"

    static let keyOfMission = "SELECT mission_id FROM vp_missions WHERE idempotency_key = ?"

    static let digestOfMission = "SELECT digest FROM vp_missions WHERE mission_id = ?"

    static let copyWithID = "SELECT shadow_of IS NOT NULL FROM vp_missions WHERE mission_id = ?"

    static let prunedByKey = pruned + " WHERE idempotency_key = ?"

    static let prunedByID = pruned + " WHERE mission_id = ?"

    private static let pruned =
        "SELECT mission_id, idempotency_key, status, digest, ended_at FROM vp_mission_keys"

    /// At most one more than is counted.
    static let missionsWithPrefix =
        "SELECT mission_id FROM vp_missions WHERE mission_id >= ?1 AND mission_id < ?2"
        + " ORDER BY mission_id LIMIT ?3"

    // MARK: - Lists of missions

    static let openMissionPage =
        missionPage + " AND m.ended_at IS NULL ORDER BY m.number LIMIT ?6"

    static let anyMissionPage =
        missionPage + " AND m.number <= ?8 ORDER BY m.number LIMIT ?6"

    private static let missionPage =
        "SELECT m.number, e.envelope, e.objective_start,"
        + " \(list(MissionRow.readColumns, of: "m"))"
        + " FROM vp_missions AS m CROSS JOIN vp_mission_envelopes AS e ON e.number = m.number"
        + " WHERE m.number > ?1 AND m.status IN (SELECT value FROM json_each(?2))"
        + " AND (m.shadow_of IS NOT NULL) = ?7"
        + " AND (?3 IS NULL OR m.assigned_vp_id = ?3) AND (?4 IS NULL OR m.class = ?4)"
        + " AND (?5 IS NULL OR EXISTS (SELECT 1 FROM json_each(e.envelope, '$.labels') AS l"
        + " WHERE l.key = ?5 OR l.key || '=' || l.value = ?5))"

    static let firstMissionNumberAfter =
        "SELECT number FROM vp_missions WHERE number > ? ORDER BY number LIMIT 1"

    static let openMissionCounts =
        "SELECT status, count(*) FROM vp_missions INDEXED BY vp_missions_open"
        + " WHERE ended_at IS NULL AND shadow_of IS NULL GROUP BY status"

    static let endedMissionCounts =
        "SELECT status, count(*) FROM vp_missions INDEXED BY vp_missions_ended"
        + " WHERE ended_at >= ? AND shadow_of IS NULL GROUP BY status"

    // MARK: - Attempts

    static let insertAttempt = insert(AttemptRow.columns, into: "vp_attempts")

    static let updateAttempt =
        "UPDATE vp_attempts SET \(assignments(AttemptRow.progressColumns)) WHERE fence = ?"

    static let attemptsOfMission =
        "SELECT \(list(AttemptRow.columns)) FROM vp_attempts WHERE mission_id = ?"
        + " ORDER BY attempt DESC LIMIT ?"

    static let lastFence = "SELECT ifnull(max(fence), 0) FROM vp_attempts"

    // MARK: - Events

    static let appendEvent = insert(EventRow.columns, into: "vp_events")

    static let firstEventSequence = "SELECT seq FROM vp_events ORDER BY seq LIMIT 1"

    static let lastEventSequence = "SELECT ifnull(max(seq), 0) FROM vp_events"

    static let nextEventTime =
        "SELECT seq, emitted_at FROM vp_events WHERE seq > ? ORDER BY seq LIMIT 1"

    static let eventsAfter =
        "SELECT \(list(EventRow.columns)) FROM vp_events WHERE seq > ? ORDER BY seq LIMIT ?"

    static let eventPage =
        "SELECT \(list(EventRow.columns)) FROM vp_events WHERE seq > ?1 AND seq <= ?2"
        + " AND event_type IN (SELECT value FROM json_each(?3))"
        + " AND (?4 IS NULL OR mission_id = ?4) AND (?5 IS NULL OR vp_id = ?5)"
        + " ORDER BY seq LIMIT ?6"

    static let newestEventsOfLane =
        "SELECT \(list(EventRow.columns)) FROM vp_events WHERE seq > ? AND vp_id = ?"
        + " ORDER BY seq DESC LIMIT ?"

    // MARK: - Retention

    static let expiredMissions =
        "SELECT number, mission_id FROM vp_missions INDEXED BY vp_missions_ended"
        + " WHERE ended_at < ? ORDER BY ended_at LIMIT ?"

    static let attemptsToPrune =
        "SELECT fence, vp_id, run_id FROM vp_attempts WHERE mission_id = ? ORDER BY attempt LIMIT ?"

    /// How many of the oldest rows are looked at for some that are too old.
    private static let retentionScanCount = 4096

    /// Everything before an event that is too old is too old as well, whatever time a wrong clock
    /// gave it; but what comes after one of an ordinary time is left for later, because the clock
    /// may have been wrong the other way.
    static let expiredEvents =
        "WITH oldest AS (SELECT seq, emitted_at FROM vp_events ORDER BY seq"
        + " LIMIT \(retentionScanCount)),"
        + " kept AS (SELECT ifnull(min(seq), 9223372036854775807) AS seq FROM oldest"
        + " WHERE emitted_at BETWEEN ?1 AND ?3)"
        + " SELECT seq FROM oldest WHERE seq <= (SELECT max(oldest.seq) FROM oldest, kept"
        + " WHERE oldest.emitted_at < ?1 AND oldest.seq < kept.seq) ORDER BY seq LIMIT ?2"

    static let expiredKeys =
        "SELECT number FROM (SELECT number, ended_at FROM vp_mission_keys ORDER BY number"
        + " LIMIT \(retentionScanCount)) WHERE ended_at < ?1 LIMIT ?2"

    static let keepKey =
        "INSERT INTO vp_mission_keys SELECT number, mission_id, idempotency_key, digest, status,"
        + " ended_at FROM vp_missions WHERE number = ?"

    static let deleteAttempt = "DELETE FROM vp_attempts WHERE fence = ?"

    static let deleteEnvelope = "DELETE FROM vp_mission_envelopes WHERE number = ?"

    static let deleteMission = "DELETE FROM vp_missions WHERE number = ?"

    static let deleteEvent = "DELETE FROM vp_events WHERE seq = ?"

    static let deleteKey = "DELETE FROM vp_mission_keys WHERE number = ?"

    /// What submit, dispatch, updates, boot and each retention turn are made of.
    static let hotPath = [
        saveLane, insertMission, insertEnvelope, updateMission, openMissions, mission,
        launchMaterial, keyOfMission, digestOfMission, copyWithID, prunedByKey, prunedByID,
        missionsWithPrefix, openMissionPage, anyMissionPage, firstMissionNumberAfter,
        lastMissionNumber, openMissionCounts, endedMissionCounts, insertAttempt, updateAttempt,
        attemptsOfMission, lastFence, appendEvent, firstEventSequence, lastEventSequence,
        nextEventTime, eventsAfter, eventPage, expiredMissions, attemptsToPrune, keepKey,
        deleteAttempt, deleteEnvelope, deleteMission, deleteEvent, deleteKey, markCleanStop,
        saveMarks,
    ]

    // MARK: - Parts

    private static func list(_ columns: [String]) -> String {
        columns.joined(separator: ", ")
    }

    private static func list(_ columns: [String], of table: String) -> String {
        list(columns.map { "\(table).\($0)" })
    }

    private static func assignments(_ columns: [String]) -> String {
        list(columns.map { "\($0) = ?" })
    }

    private static func insert(_ columns: [String], into table: String) -> String {
        let values = list(columns.map { _ in "?" })
        return "INSERT INTO \(table) (\(list(columns))) VALUES (\(values))"
    }
}
