import SQLite
import XCTest

final class MigrationErrorTests: XCTestCase {
    private let cause = SQLiteError(
        operation: "run",
        object: "a",
        code: 13,
        message: "disk is full"
    )

    func testDescriptionsNameFileAndRemedy() {
        let table: [(MigrationError, String)] = [
            (
                .notADatabase(path: "/l"),
                "cannot open \"/l\": not a database (restore a backup or move the file away)"
            ),
            (
                .foreignApplication(path: "/l", found: 3, expected: 4),
                "cannot open \"/l\": a database of another program, application id 3 and not 4"
            ),
            (
                .corrupt(path: "/l", problem: "page 7 is unused"),
                "cannot open \"/l\": database is damaged: page 7 is unused (restore a backup)"
            ),
            (
                .foreignKeyViolated(path: "/l", version: 2, table: "t"),
                "cannot migrate \"/l\" to version 2: a row of table \"t\" names a row that does not exist"
            ),
            (
                .migrationFailed(path: "/l", version: 2, cause: cause),
                "cannot migrate \"/l\" to version 2: cannot run \"a\": disk is full (code 13)"
            ),
            (.failed(cause), "cannot run \"a\": disk is full (code 13)"),
        ]

        for (error, expected) in table {
            XCTAssertEqual(error.description, expected)
        }
    }

    func testOnlyFailuresOfSQLiteHaveACause() {
        XCTAssertEqual(MigrationError.failed(cause).cause, cause)
        XCTAssertEqual(
            MigrationError.migrationFailed(path: "/l", version: 2, cause: cause).cause,
            cause
        )
        XCTAssertNil(MigrationError.notADatabase(path: "/l").cause)
        XCTAssertNil(MigrationError.newerVersion(path: "/l", found: 2, supported: 1).cause)
    }
}
