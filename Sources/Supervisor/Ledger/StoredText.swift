import DataStructures
import Protocol
import SQLite

/// Reads JSON in columns; what is not as we wrote it is damage.
enum StoredText {
    /// Reads what `MissionEnvelope.ledgerText` gave.
    static func readEnvelope(
        _ text: String,
        objective: String
    ) throws(SQLiteError) -> MissionEnvelope {
        do {
            return try MissionEnvelope(ledgerText: text, objective: objective)
        } catch {
            throw .damaged("vp_mission_envelopes", error.description)
        }
    }

    /// Reads what `LaneRollback.ledgerText` gave.
    static func readRollback(_ text: String) throws(SQLiteError) -> LaneRollback {
        do {
            return try LaneRollback(ledgerText: text)
        } catch {
            throw .damaged("vp_sessions", "rollback: \(error.description)")
        }
    }

    /// Reads what `ShadowSide.ledgerText` gave.
    static func readShadowSide(_ text: String) throws(SQLiteError) -> ShadowSide {
        do {
            return try ShadowSide(ledgerText: text)
        } catch {
            throw .damaged("vp_missions", "counterpart: \(error.description)")
        }
    }

    /// Reads the payload of an event.
    static func readPayload(
        _ text: String,
        of sequence: UInt64
    ) throws(SQLiteError) -> OrderedTable<String, JSONValue> {
        do {
            return try JSONText.decodePayload(text)
        } catch {
            throw .damaged("vp_events", "payload of event \(sequence): \(error.description)")
        }
    }
}
