import Protocol
import SQLite

/// How who changed something, why and when lies in three columns: all set, or all NULL.
enum OperatorChangeColumns {
    static func write(
        _ change: OperatorChange?,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(change?.actor)
        try columns.put(change?.reason)
        try columns.put(change?.at)
    }

    static func read(_ columns: inout ColumnReader) throws(SQLiteError) -> OperatorChange? {
        guard !columns.isAtNull else {
            columns.skip(3)
            return nil
        }
        return OperatorChange(
            actor: try columns.text(),
            reason: try columns.text(),
            at: try columns.time()
        )
    }
}
