import Harness
import Protocol
import SQLite

/// Copies finished missions in the ledger of a supervisor that has stopped, as many as are wanted,
/// with everything that belongs to them: envelope, attempt, events.
///
/// A supervisor carries out some hundred missions a second, so a million would take an hour. The
/// copies differ from the patterns, which a supervisor wrote, in names, numbers and times only: they
/// ended two to six days ago. Columns that are not named here are copied, so that a new one is, too.
final class HistoryCopy {
    /// Missions that are copied in one transaction.
    private static let batchCount = 20_000
    /// The oldest copy was made so long ago, the newest not before the second: all are older than
    /// the day whose ends a supervisor counts.
    private static let oldestAge = Interval.seconds(6 * 24 * 3600)
    private static let newestAge = Interval.seconds(2 * 24 * 3600)

    /// Where a table's copies differ: an expression for a column of `o`, the original.
    private typealias Changes = [String: String]

    /// What copies begin from, in each table.
    private struct Base {
        var mission: Int64 = 0
        var fence: Int64 = 0
        var event: Int64 = 0
        var patterns: Int64 = 0
    }

    private let connection: Connection
    private let count: Int
    private let nanosecondsPerCopy: Int64
    private var base = Base()
    /// How many there are so far.
    private(set) var copiedCount = 0

    /// Opens a ledger and finds the patterns in it.
    ///
    /// - Parameters:
    ///   - ledger: The file, which no supervisor has open.
    ///   - keyStart: How the keys of the patterns begin.
    ///   - count: How many copies are wanted, from 1.
    ///   - now: The copies are older.
    /// - Throws: `HarnessError`; also without a pattern that completed in its first attempt.
    init(ledger: String, keyStart: String, count: Int, now: WallTime) throws(HarnessError) {
        self.count = count
        let span = Self.oldestAge.nanoseconds - Self.newestAge.nanoseconds
        nanosecondsPerCopy = Int64(span) / Int64(count)
        do throws(SQLiteError) {
            let connection = try Connection(path: ledger, access: .readWrite)
            self.connection = connection
            // A harness that dies here starts anew: nothing of this need survive a power cut.
            try connection.execute("PRAGMA synchronous=OFF; PRAGMA cache_size=-131072")
            try Self.notePatterns(keyStart, now, in: connection)
            base.mission = try connection.integer("SELECT max(number) FROM vp_missions")
            base.fence = try connection.integer("SELECT max(fence) FROM vp_attempts")
            base.event = try connection.integer("SELECT max(seq) FROM vp_events")
            base.patterns = try connection.integer("SELECT count(*) FROM pattern")
        } catch {
            throw HarnessError("\(error)")
        }
        guard base.patterns > 0 else { throw HarnessError("there is no mission to copy") }
    }

    /// The sequence number of a ledger's last event.
    static func lastEvent(of ledger: String) throws(HarnessError) -> UInt64 {
        try HarnessError.describing { () throws(SQLiteError) in
            let connection = try Connection(path: ledger, access: .readOnly)
            let sql = "SELECT ifnull(max(seq), 0) FROM vp_events"
            return UInt64(clamping: try connection.integer(sql))
        }
    }

    /// `shift` is what makes a pattern the oldest copy.
    private static func notePatterns(
        _ keyStart: String,
        _ now: WallTime,
        in connection: Connection
    ) throws(SQLiteError) {
        let oldest = now.nanoseconds - Int64(oldestAge.nanoseconds)
        try connection.execute(
            """
            CREATE TEMP TABLE pattern AS
                SELECT row_number() OVER (ORDER BY number) - 1 AS rank, number, mission_id,
                    idempotency_key AS key, created_at - \(oldest) AS shift
                FROM vp_missions
                WHERE status = 'completed' AND attempt_count = 1
                    AND substr(idempotency_key, 1, \(keyStart.utf8.count)) = '\(keyStart)';
            CREATE UNIQUE INDEX temp.pattern_rank ON pattern (rank);
            CREATE TEMP TABLE pattern_event AS
                SELECT pattern.rank, vp_events.* FROM vp_events
                JOIN pattern ON pattern.mission_id = vp_events.mission_id;
            CREATE INDEX temp.pattern_event_rank ON pattern_event (rank, seq);
            """
        )
    }

    // MARK: Copying

    /// Copies the next ones, durably enough for the next supervisor to find them.
    ///
    /// - Returns: False once all are there and the log is part of the file.
    /// - Throws: `HarnessError`: the ledger refuses a row, or the disk is full.
    func advance() throws(HarnessError) -> Bool {
        guard copiedCount < count else { return false }
        let last = min(copiedCount + Self.batchCount, count)
        do throws(SQLiteError) {
            try connection.transaction { () throws(SQLiteError) in
                try copy(from: Int64(copiedCount + 1), to: Int64(last))
            }
            try connection.checkpoint(.truncate)
        } catch {
            throw HarnessError("\(error)")
        }
        copiedCount = last
        return true
    }

    private func copy(from first: Int64, to last: Int64) throws(SQLiteError) {
        try copy(
            "vp_missions",
            "vp_missions AS o ON o.number = p.number",
            changing: missionChanges,
            first,
            last
        )
        try copy(
            "vp_mission_envelopes",
            "vp_mission_envelopes AS o ON o.number = p.number",
            changing: envelopeChanges,
            first,
            last
        )
        try copy(
            "vp_attempts",
            "vp_attempts AS o ON o.mission_id = p.mission_id",
            changing: attemptChanges,
            first,
            last
        )
        try copy(
            "vp_events",
            "pattern_event AS o ON o.rank = p.rank",
            changing: eventChanges,
            first,
            last
        )
        base.event = try connection.integer("SELECT max(seq) FROM vp_events")
    }

    private func copy(
        _ table: String,
        _ join: String,
        changing changes: Changes,
        _ first: Int64,
        _ last: Int64
    ) throws(SQLiteError) {
        let columns = try connection.prepare("SELECT name FROM pragma_table_info(?)").all(table) {
            (row) throws(SQLiteError) in
            try row.text(0)
        }
        let values = columns.map { changes[$0] ?? "o.\($0)" }
        try connection.execute(
            """
            WITH RECURSIVE n (i) AS (SELECT \(first) UNION ALL SELECT i + 1 FROM n WHERE i < \(last))
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", ")) FROM n
            CROSS JOIN pattern AS p ON p.rank = n.i % \(base.patterns)
            CROSS JOIN \(join)
            """
        )
    }

    // MARK: What differs

    /// Of the same length as the names that a supervisor makes.
    private let missionID = "printf('history-%018d', n.i)"
    private let key = "printf('history-%010d', n.i)"

    private func time(_ column: String) -> String {
        "o.\(column) - p.shift + n.i * \(nanosecondsPerCopy)"
    }

    private func renamed(_ column: String) -> String {
        "replace(o.\(column), p.mission_id, \(missionID))"
    }

    private var missionChanges: Changes {
        [
            "number": "\(base.mission) + n.i", "mission_id": missionID, "idempotency_key": key,
            "created_at": time("created_at"), "queued_at": time("queued_at"),
            "started_at": time("started_at"), "ended_at": time("ended_at"),
        ]
    }

    private var envelopeChanges: Changes {
        [
            "number": "\(base.mission) + n.i",
            "envelope": "replace(\(renamed("envelope")), p.key, \(key))",
        ]
    }

    private var attemptChanges: Changes {
        [
            "fence": "\(base.fence) + n.i", "mission_id": missionID, "run_id": renamed("run_id"),
            "dispatched_at": time("dispatched_at"), "started_at": time("started_at"),
            "ended_at": time("ended_at"),
        ]
    }

    private var eventChanges: Changes {
        [
            "seq": "\(base.event) + row_number() OVER (ORDER BY n.i, o.seq)",
            "emitted_at": time("emitted_at"), "mission_id": missionID,
            "run_id": renamed("run_id"), "summary": renamed("summary"),
            "payload": renamed("payload"),
        ]
    }
}
