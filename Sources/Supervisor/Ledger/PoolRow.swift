import Protocol
import SQLite

/// How a `PoolRecord` lies in `vp_pools`.
enum PoolRow {
    /// The columns, in the order that `write` puts and `read` reads them.
    static let columns = [
        "pool", "status", "until", "probe_run_id", "probe_until", "slot_limit", "throttle_count",
        "hold_reason", "held_by", "hold_note", "held_at", "readings",
    ]

    static func write(
        _ pool: PoolRecord,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(pool.name)
        try columns.put(word: pool.status)
        try columns.put(pool.until)
        try columns.put(pool.probe?.rawValue)
        try columns.put(pool.probeUntil)
        try columns.put(pool.slotLimit.map { UInt64($0) })
        try columns.put(pool.throttleCount)
        try columns.put(word: pool.hold?.reason)
        try columns.put(pool.hold?.actor)
        try columns.put(pool.hold?.note)
        try columns.put(pool.hold?.at)
        try columns.put(pool.readings.isEmpty ? nil : PoolReading.encoded(pool.readings))
    }

    static func read(_ row: Row) throws(SQLiteError) -> PoolRecord {
        var columns = ColumnReader(row)
        var pool = PoolRecord(name: try columns.text())
        pool.status = try columns.word()
        pool.until = try columns.optionalTime()
        pool.probe = try columns.optionalName { RunID($0) }
        pool.probeUntil = try columns.optionalTime()
        pool.slotLimit = try columns.optionalCount().map { Int(clamping: $0) }
        pool.throttleCount = try columns.count()
        pool.hold = try readHold(&columns)
        pool.readings = try columns.optionalName(readReadings) ?? []
        return pool
    }

    private static func readHold(
        _ columns: inout ColumnReader
    ) throws(SQLiteError) -> PoolHold? {
        guard !columns.isAtNull else {
            columns.skip(4)
            return nil
        }
        let reason: ReasonCode = try columns.word()
        let actor = try columns.text()
        let note = try columns.text()
        return PoolHold(reason, note: note, actor: actor, at: try columns.time())
    }

    /// Returns nil for a text that `PoolReading.encoded` does not give.
    private static func readReadings(_ text: String) -> [PoolReading]? {
        do throws(ProtocolError) {
            return try PoolReading.decode(text)
        } catch {
            return nil
        }
    }
}
