import ControlPlane
import Protocol
import SQLite

extension Ledger {
    /// Opens a ledger for one incarnation of the supervisor, and creates it if it is absent.
    ///
    /// What is read, the new epoch and the cleared mark of a clean stop are one transaction: a file
    /// that cannot be read is not changed, and an epoch is durable before anybody hears of it.
    ///
    /// - Parameters:
    ///   - path: The file. Its folder must exist.
    ///   - bootID: `/proc/sys/kernel/random/boot_id`, or another name of the kernel's incarnation.
    /// - Returns: The ledger, and what the last incarnation left; of a new file, nothing.
    /// - Throws: `MigrationError`, whose description is the line to print and whose `exitCode` is what to
    ///   exit with. The file has the bytes it had before.
    /// - Complexity: O(log n) in all missions, O(n) in those that are open.
    static func open(
        _ path: String,
        bootID: String
    ) throws(MigrationError) -> (ledger: Ledger, state: RecoveredState) {
        let connection = try LedgerSchema.migrator.open(path)
        do throws(SQLiteError) {
            return try connection.transaction { () throws(SQLiteError) in
                try beginEpoch(on: connection, bootID: bootID)
            }
        } catch {
            if error.isCorrupt { throw .corrupt(path: path, problem: error.description) }
            throw .failed(error)
        }
    }

    private static func beginEpoch(
        on connection: Connection,
        bootID: String
    ) throws(SQLiteError) -> (ledger: Ledger, state: RecoveredState) {
        let meta = try LedgerMeta.read(from: connection)
        let marks = try highestMarks(of: meta, on: connection)
        let ledger = Ledger(connection: connection, ledgerID: meta.ledgerID, marks: marks)
        let state = try ledger.recoveredState(after: meta, bootID: bootID)
        let epoch = Int64(clamping: state.epoch.rawValue)
        try connection.prepare(LedgerSQL.beginEpoch).run(epoch, bootID)
        try ledger.addMissingVocabulary()
        return (ledger, state)
    }

    /// The newest rows may have been pruned; then the numbers they had are in `ledger_meta`.
    private static func highestMarks(
        of meta: LedgerMeta,
        on connection: Connection
    ) throws(SQLiteError) -> LedgerMarks {
        let number = try connection.integer(LedgerSQL.lastMissionNumber)
        let fence = UInt64(clamping: try connection.integer(LedgerSQL.lastFence))
        let sequence = UInt64(clamping: try connection.integer(LedgerSQL.lastEventSequence))
        return LedgerMarks(
            missionNumber: max(meta.marks.missionNumber, number),
            fence: max(meta.marks.fence, Fence(fence)),
            eventSequence: max(meta.marks.eventSequence, sequence)
        )
    }

    private func addMissingVocabulary() throws(SQLiteError) {
        let addReason = try connection.prepare(LedgerSQL.addReason)
        for reason in ReasonCode.allCases { try addReason.run(reason.rawValue) }
        let addEventType = try connection.prepare(LedgerSQL.addEventType)
        for type in EventType.allCases { try addEventType.run(type.rawValue) }
    }

    private func recoveredState(
        after meta: LedgerMeta,
        bootID: String
    ) throws(SQLiteError) -> RecoveredState {
        var state = RecoveredState(epoch: meta.epoch.next)
        state.lastFence = marks.fence
        state.lastEventSequence = marks.eventSequence
        state.estop = meta.estop
        state.lanes = try lanes()
        state.pools = try pools()
        state.missions = try openMissions()
        state.isHostRestarted = meta.bootID != nil && meta.bootID != bootID
        state.wasStoppedCleanly = meta.isStoppedCleanly
        return state
    }

    /// Reads every lane, ascending by name.
    func lanes() throws(SQLiteError) -> [LaneRecord] {
        try connection.prepare(LedgerSQL.lanes).all(body: LaneRow.read)
    }

    /// Reads every pool, ascending by name.
    func pools() throws(SQLiteError) -> [PoolRecord] {
        try connection.prepare(LedgerSQL.pools).all(body: PoolRow.read)
    }

    private func openMissions() throws(SQLiteError) -> [RecoveredState.Mission] {
        try connection.prepare(LedgerSQL.openMissions).all { (row) throws(SQLiteError) in
            var columns = ColumnReader(row)
            let digest = try columns.text()
            let envelope = try StoredText.readEnvelope(try columns.text(), objective: "")
            let state = try MissionRow.readState(&columns)
            let attempt = columns.isAtNull ? nil : try AttemptRow.read(&columns)
            return RecoveredState.Mission(
                envelope: envelope,
                digest: digest,
                state: state,
                attempt: attempt
            )
        }
    }
}
