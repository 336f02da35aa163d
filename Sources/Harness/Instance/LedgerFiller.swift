import Protocol
import SQLite
import System

/// Fills the ledger of a stopped supervisor with missions that have ended.
///
/// Each is a copy of one that the supervisor itself has completed and written: its mission,
/// envelope, attempt and events, under names, numbers, keys and times of its own, two to six days
/// before it. So every row is as the supervisor writes it, and what is known here of the schema are
/// the columns that name things.
package struct LedgerFiller {
    /// The copies of one transaction.
    private static let batchSize = 25_000

    private let connection: Connection
    private let template: LedgerTemplate

    /// Adds finished missions.
    ///
    /// The newest completed mission that had one attempt is what is copied.
    ///
    /// - Parameters:
    ///   - path: The ledger's file, of a supervisor that has stopped.
    ///   - finishedCount: How many are added.
    /// - Throws: `HarnessError` while a supervisor holds the state folder, or when the ledger has no
    ///   mission to copy; nothing was added then. When the disk is full some were.
    package static func fill(_ path: String, finishedCount: Int) throws(HarnessError) {
        try requireStopped(path)
        let filler = try LedgerFiller(path)
        try HarnessError.describing { () throws(SQLiteError) in
            try filler.add(finishedCount)
        }
    }

    private static func requireStopped(_ path: String) throws(HarnessError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let holder = try HarnessError.describing { () throws(SystemError) in
            try FileLock.holder(of: "\(folder)/supervisor.lock")
        }
        guard holder == nil else {
            throw HarnessError("cannot fill \"\(path)\" while a supervisor has it open")
        }
    }

    private init(_ path: String) throws(HarnessError) {
        let connection = try HarnessError.describing { () throws(SQLiteError) in
            try Connection(path: path, access: .readWrite)
        }
        let template = try HarnessError.describing { () throws(SQLiteError) in
            try LedgerTemplate(connection)
        }
        guard let template else {
            throw HarnessError("\"\(path)\" has no completed mission that could be copied")
        }
        self.connection = connection
        self.template = template
    }

    /// Writes the copies without syncing, and leaves the file as a supervisor leaves it.
    private func add(_ count: Int) throws(SQLiteError) {
        // Whoever loses power meanwhile starts over; and what is copied fits together already.
        for setting in ["journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF"] {
            try connection.execute("PRAGMA \(setting)")
        }
        try connection.execute("PRAGMA cache_size=-65536")
        let statements = try template.statements(on: connection)
        var first = 1
        while first <= count {
            let last = min(count, first + Self.batchSize - 1)
            try connection.transaction { () throws(SQLiteError) in
                for statement in statements { try statement.run(first, last, count) }
            }
            first = last + 1
        }
        try connection.useWriteAheadLog()
    }
}
