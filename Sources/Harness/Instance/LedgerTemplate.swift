import SQLite

/// The rows of one completed mission, and how copies of it differ from them.
struct LedgerTemplate {
    /// A name sorts by the number, as one that the supervisor makes sorts by time.
    private static let missionID =
        "substr(old.mission_id, 1, 10) || printf('%08d', base.number + n.i)"
    /// A key is anywhere among the others, as those are that clients make.
    private static let key = """
        CASE WHEN old.idempotency_key IS NULL THEN NULL
        ELSE printf('%08x-%d', (base.number + n.i) * 2654435761 % 4294967296, base.number + n.i)
        END
        """
    private static let missionColumns = [
        "number": "base.number + n.i",
        "mission_id": missionID,
        "idempotency_key": key,
        "fence": "base.fence + n.i",
    ]
    private static let envelopeColumns = [
        "number": "base.number + n.i",
        // Both stand in the text where they were given.
        "envelope": "replace(replace(t.envelope, old.mission_id, \(missionID)), "
            + "ifnull(old.idempotency_key, '\"'), ifnull(\(key), '\"'))",
    ]
    private static let attemptColumns = [
        "fence": "base.fence + n.i",
        "mission_id": missionID,
        "run_id": "\(missionID) || '.' || t.attempt",
    ]
    private static let eventColumns = [
        "seq": "base.seq + (n.i - 1) * base.event_count + t.rank",
        "mission_id": missionID,
        "run_id": "replace(t.run_id, old.mission_id, \(missionID))",
        "summary": "replace(t.summary, old.mission_id, \(missionID))",
        "payload": "replace(t.payload, old.mission_id, \(missionID))",
    ]
    /// The age of a copy, in nanoseconds: past the day whose ends a supervisor counts, within the
    /// month for which it keeps them.
    private static let age = "(172800000000000 + (?3 - n.i) * (345600000000000 / ?3))"
    /// Columns that hold a time, nanoseconds since 1970, wherever they stand.
    private static let times = [
        "created_at", "queued_at", "started_at", "dispatched_at", "ended_at", "emitted_at",
    ]

    private let number: Int64

    /// Looks for a mission to copy.
    ///
    /// - Returns: Nil if the ledger has none.
    init?(_ connection: Connection) throws(SQLiteError) {
        let sql = """
            SELECT number FROM vp_missions
            WHERE status = 'completed' AND attempt_count = 1 AND shadow_of IS NULL
            ORDER BY number DESC LIMIT 1
            """
        let found = try connection.prepare(sql).first { (row) throws(SQLiteError) in
            try row.int64(0)
        }
        guard let found else { return nil }
        number = found
    }

    /// Compiles what adds copies: each takes the first and the last number of a part of them, and
    /// how many there are in all.
    ///
    /// The numbers that are free now are read once, here: a statement that asked for them later
    /// would count its own rows.
    func statements(on connection: Connection) throws(SQLiteError) -> [Statement] {
        try connection.execute(
            """
            CREATE TEMP TABLE base AS SELECT
                (SELECT max(number) FROM vp_missions) AS number,
                (SELECT max(fence) FROM vp_attempts) AS fence,
                (SELECT max(seq) FROM vp_events) AS seq,
                (SELECT count(*) FROM vp_events WHERE mission_id = old.mission_id) AS event_count
            FROM (SELECT mission_id FROM vp_missions WHERE number = \(number)) AS old
            """
        )
        let byNumber = "number = \(number)"
        let byName = "mission_id = (SELECT mission_id FROM old)"
        let tables = [
            (name: "vp_missions", rows: byNumber, changes: Self.missionColumns),
            ("vp_mission_envelopes", byNumber, Self.envelopeColumns),
            ("vp_attempts", byName, Self.attemptColumns),
            ("vp_events", byName, Self.eventColumns),
        ]
        var statements: [Statement] = []
        for (name, rows, changes) in tables {
            let rows = "\(name) WHERE \(rows)"
            let sql = try insertion(into: name, from: rows, changes, connection)
            statements.append(try connection.prepare(sql))
        }
        return statements
    }

    /// Adds a table's copies in the order of their numbers, so that its file only grows at its end.
    private func insertion(
        into table: String,
        from rows: String,
        _ changes: [String: String],
        _ connection: Connection
    ) throws(SQLiteError) -> String {
        let columns = try connection.prepare("SELECT name FROM pragma_table_info('\(table)')")
            .all { (row) throws(SQLiteError) in try row.text(0) }
        let values = columns.map { column in
            if Self.times.contains(column) { return "t.\(column) - \(Self.age)" }
            return changes[column] ?? "t.\(column)"
        }
        let rank = table == "vp_events" ? ", row_number() OVER (ORDER BY seq) AS rank" : ""
        return """
            WITH RECURSIVE
            n(i) AS (SELECT ?1 WHERE ?3 > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?2),
            old AS (SELECT mission_id, idempotency_key FROM vp_missions WHERE number = \(number)),
            t AS MATERIALIZED (SELECT *\(rank) FROM \(rows))
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", "))
            FROM n CROSS JOIN temp.base AS base CROSS JOIN old CROSS JOIN t
            """
    }
}
