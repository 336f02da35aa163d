import CSQLite

/// An error of SQLite, with what was done and to what.
///
/// One case matters more than others: after `isDiskFull` nothing of the transaction was written and
/// the process may go on. After any other failed commit it is unknown whether the transaction is in
/// the file.
public struct SQLiteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was attempted, as a verb: `open`, `prepare`, `bind`, `read`, `run`, `commit`, `check`.
    public let operation: String

    /// The path of the file, or the beginning of the SQL text, at most 80 characters.
    public let object: String

    /// The extended result code of SQLite.
    public let code: Int32

    /// The `errno` of the system call that failed; 0 when none did.
    public let systemError: Int32

    /// What SQLite says about it.
    public let message: String

    /// Creates an error from its parts.
    public init(
        operation: String,
        object: String,
        code: Int32,
        systemError: Int32 = 0,
        message: String
    ) {
        self.operation = operation
        self.object = Self.excerpt(object)
        self.code = code
        self.systemError = systemError
        self.message = message
    }

    /// The lower 8 bits of the code: the class of the error.
    public var primaryCode: Int32 { code & 0xFF }

    /// No room on the disk or in the quota: `SQLITE_FULL`, or an I/O error with ENOSPC or EDQUOT.
    public var isDiskFull: Bool {
        switch primaryCode {
        case SQLITE_FULL: true
        case SQLITE_IOERR, SQLITE_CANTOPEN: csqlite_is_no_room(systemError) != 0
        default: false
        }
    }

    /// Another connection holds a lock, which with a single writer means another process.
    public var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// The file is a database and is damaged.
    public var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT }

    /// The file is something else than a database.
    public var isNotADatabase: Bool { primaryCode == SQLITE_NOTADB }

    /// The file or its folder cannot be written.
    public var isReadOnly: Bool { primaryCode == SQLITE_READONLY }

    /// The file is absent, a folder, or not accessible.
    public var isCannotOpen: Bool { primaryCode == SQLITE_CANTOPEN }

    /// A constraint of the schema refused a row; the transaction is still open and otherwise
    /// unharmed.
    public var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

    /// One line: `cannot commit "…/ledger.sqlite": database or disk is full (code 13)`.
    public var description: String {
        let cause = systemError == 0 ? "code \(code)" : "code \(code), errno \(systemError)"
        return "cannot \(operation) \"\(object)\": \(message) (\(cause))"
    }

    /// Makes one line of at most 80 characters.
    private static func excerpt(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let line = text.contains(where: \.isNewline) ? words : text
        return line.count <= 80 ? line : line.prefix(79) + "…"
    }
}
