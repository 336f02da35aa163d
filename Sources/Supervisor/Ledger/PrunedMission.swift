import Protocol
import SQLite

/// What is left of a mission that retention has deleted: a row of `vp_mission_keys`.
struct PrunedMission: Equatable {
    /// Its id.
    let missionID: MissionID
    /// Its idempotency key, if it had one.
    let idempotencyKey: String?
    /// The terminal status it had.
    let status: MissionStatus
    /// The digest of its envelope.
    let digest: String
    /// When it ended.
    let endedAt: WallTime

    static func read(_ row: Row) throws(SQLiteError) -> PrunedMission {
        var columns = ColumnReader(row)
        return PrunedMission(
            missionID: try columns.name { MissionID($0) },
            idempotencyKey: try columns.optionalText(),
            status: try columns.word(),
            digest: try columns.text(),
            endedAt: try columns.time()
        )
    }
}
