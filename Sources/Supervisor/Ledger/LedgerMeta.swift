import Protocol
import SQLite

/// The one row of `ledger_meta`.
struct LedgerMeta: Equatable {
    /// Made with the file.
    let ledgerID: String
    /// The last incarnation; 0 before the first.
    let epoch: Epoch
    /// The boot it ran in; nil before the first.
    let bootID: String?
    /// True if it ended as it was asked to, and before the first.
    let isStoppedCleanly: Bool
    /// The highest numbers at the last time that rows were pruned.
    let marks: LedgerMarks
    /// Who stopped all work, why and when; nil if nobody did, or it was ended.
    let estop: OperatorChange?

    /// Reads the row.
    ///
    /// - Throws: `isCorrupt` if there is none.
    static func read(from connection: Connection) throws(SQLiteError) -> LedgerMeta {
        let meta = try connection.prepare(LedgerSQL.readMeta).first { (row) throws(SQLiteError) in
            try LedgerMeta(row)
        }
        guard let meta else { throw .damaged("ledger_meta", "has no row") }
        return meta
    }

    private init(_ row: Row) throws(SQLiteError) {
        var columns = ColumnReader(row)
        ledgerID = try columns.text()
        epoch = Epoch(try columns.count())
        bootID = try columns.optionalText()
        isStoppedCleanly = try columns.flag()
        marks = LedgerMarks(
            missionNumber: try columns.integer(),
            fence: Fence(try columns.count()),
            eventSequence: try columns.count()
        )
        estop = try OperatorChangeColumns.read(&columns)
    }
}
