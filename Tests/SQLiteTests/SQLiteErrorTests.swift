import CSQLite
import Glibc
import SQLite
import XCTest

final class SQLiteErrorTests: XCTestCase {
    private func error(_ code: Int32, errno: Int32 = 0, object: String = "a") -> SQLiteError {
        SQLiteError(
            operation: "run",
            object: object,
            code: code,
            systemError: errno,
            message: "words"
        )
    }

    /// The names of the classes that an error belongs to.
    private func classes(_ error: SQLiteError) -> [String] {
        [
            ("full", error.isDiskFull), ("busy", error.isBusy), ("corrupt", error.isCorrupt),
            ("notADatabase", error.isNotADatabase), ("readOnly", error.isReadOnly),
            ("cannotOpen", error.isCannotOpen), ("constraint", error.isConstraint),
        ]
        .filter(\.1).map(\.0)
    }

    func testExtendedCodesBelongToTheirClass() {
        let ioError = SQLITE_IOERR | 3 << 8
        let table: [(SQLiteError, [String])] = [
            (error(SQLITE_FULL), ["full"]),
            (error(ioError, errno: ENOSPC), ["full"]),
            (error(ioError, errno: EDQUOT), ["full"]),
            (error(ioError, errno: EIO), []),
            (error(SQLITE_ERROR, errno: ENOSPC), []),
            (error(SQLITE_BUSY | 2 << 8), ["busy"]),
            (error(SQLITE_LOCKED), ["busy"]),
            (error(SQLITE_CORRUPT | 3 << 8), ["corrupt"]),
            (error(SQLITE_NOTADB), ["notADatabase"]),
            (error(SQLITE_READONLY | 6 << 8), ["readOnly"]),
            (error(SQLITE_CANTOPEN | 2 << 8), ["cannotOpen"]),
            (error(SQLITE_CONSTRAINT | 8 << 8), ["constraint"]),
            (error(SQLITE_ERROR), []),
        ]

        for (error, expected) in table {
            XCTAssertEqual(classes(error), expected, "\(error)")
        }
    }

    func testDescriptionHasOperationObjectAndCause() {
        XCTAssertEqual(error(SQLITE_FULL).description, "cannot run \"a\": words (code 13)")
        XCTAssertEqual(
            error(SQLITE_IOERR, errno: EIO).description,
            "cannot run \"a\": words (code 10, errno 5)"
        )
    }

    func testObjectIsOneShortLine() {
        let long = error(SQLITE_ERROR, object: String(repeating: "x", count: 200))
        let lines = error(SQLITE_ERROR, object: "SELECT 1\n    FROM t\n")

        XCTAssertEqual(long.object, String(repeating: "x", count: 79) + "…")
        XCTAssertEqual(lines.object, "SELECT 1 FROM t")
    }
}
