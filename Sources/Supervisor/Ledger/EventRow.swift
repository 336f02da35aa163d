import DataStructures
import Protocol
import SQLite

/// How an `EventRecord` lies in `vp_events`.
enum EventRow {
    /// The columns, in the order that `write` puts and `read` reads them.
    static let columns = [
        "seq", "event_type", "emitted_at", "actor", "summary", "mission_id", "vp_id", "run_id",
        "vp_session_id", "trace_id", "reason", "payload",
    ]

    static func write(
        _ event: EventRecord,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(event.sequence)
        try columns.put(word: event.type)
        try columns.put(event.emittedAt)
        try columns.put(event.actor)
        try columns.put(event.summary)
        try columns.put(event.missionID?.rawValue)
        try columns.put(event.vpID?.rawValue)
        try columns.put(event.runID?.rawValue)
        try columns.put(event.sessionID?.rawValue)
        try columns.put(event.traceID)
        try columns.put(word: event.reason)
        try columns.put(event.payload.isEmpty ? nil : JSONText.encode(event.payload))
    }

    static func read(_ row: Row) throws(SQLiteError) -> EventRecord {
        var columns = ColumnReader(row)
        var event = EventRecord(
            sequence: try columns.count(),
            type: try columns.word(),
            emittedAt: try columns.time(),
            actor: try columns.text(),
            summary: try columns.text()
        )
        event.missionID = try columns.optionalName { MissionID($0) }
        event.vpID = try columns.optionalName { LaneID($0) }
        event.runID = try columns.optionalName { RunID($0) }
        event.sessionID = try columns.optionalName { SessionID($0) }
        event.traceID = try columns.optionalText()
        event.reason = try columns.optionalWord()
        if let text = try columns.optionalText() {
            event.payload = try StoredText.readPayload(text, of: event.sequence)
        }
        return event
    }
}
