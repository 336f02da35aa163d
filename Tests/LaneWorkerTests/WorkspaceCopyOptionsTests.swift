import System
import XCTest

@testable import LaneWorker

final class WorkspaceCopyOptionsTests: XCTestCase {
    func testEveryOptionIsRead() throws {
        let options = try WorkspaceCopyOptions(
            parsing: ["--max-mib", "0", "/a", "/b", "--max-files", "7", "--", "sh", "--", "/c"]
        )

        XCTAssertEqual(options.source, "/a")
        XCTAssertEqual(options.destination, "/b")
        XCTAssertEqual(options.bounds, TreeCopyBounds(mebibyteCountMax: 0, entryCountMax: 7))
        XCTAssertEqual(options.argv, ["sh", "--", "/c"])
    }

    func testWhatTheWorkerWritesIsWhatIsRead() throws {
        let options = WorkspaceCopyOptions(of: "/a", at: "/b", thenRunning: ["--", "x y"])

        XCTAssertEqual(options.arguments.first, "copy-workspace")
        XCTAssertEqual(try WorkspaceCopyOptions(parsing: options.arguments.dropFirst()), options)
        XCTAssertEqual(options.bounds.mebibyteCountMax, 1_024)
        XCTAssertEqual(options.bounds.entryCountMax, 100_000)
    }

    func testEveryProblemIsNamedAtOnce() {
        let words = ["--max-mib", "-1", "a", "/b", "--what", "--max-files"]

        XCTAssertThrowsError(try WorkspaceCopyOptions(parsing: words[...])) { error in
            XCTAssertEqual(
                (error as? UsageError)?.problems,
                [
                    "--max-mib: \"-1\" is not a number from 0 to 1000000000",
                    "\"a\" is neither an option nor an absolute path",
                    "\"--what\" is neither an option nor an absolute path",
                    "--max-files needs a value",
                    "two folders are needed, not 1",
                    "there is no program after \"--\"",
                ]
            )
        }
    }
}
