import Harness
import Protocol
import SQLite
import System

/// One row, one durable commit: the least that a durable acknowledgement can cost.
///
/// The same library, settings and disk as the ledger's, and a row of the same size.
final class BareCommit {
    private let connection: Connection
    private let text = String(repeating: "x", count: 400)

    /// Creates a database with one table in a folder.
    ///
    /// - Throws: `HarnessError`.
    init(folder: String) throws(HarnessError) {
        connection = try HarnessError.describing { () throws(SQLiteError) in
            let connection = try Connection(path: "\(folder)/bare.sqlite", access: .create)
            try connection.useWriteAheadLog()
            try connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT) STRICT")
            return connection
        }
    }

    /// Commits rows one by one.
    ///
    /// - Returns: How long each took.
    /// - Throws: `HarnessError`.
    func run(_ count: Int) throws(HarnessError) -> Samples {
        try HarnessError.describing { () throws(SQLiteError) in
            var samples = Samples()
            let insert = try connection.prepare("INSERT INTO bare (text) VALUES (?)")
            for _ in 0..<count {
                let start = Clock.bootTime()
                try connection.begin()
                try insert.run(text)
                try connection.commit()
                samples.add(Clock.bootTime().since(start))
            }
            return samples
        }
    }
}
