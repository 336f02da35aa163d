import LedgerConformance
import Protocol
import XCTest

@testable import Supervisor

final class StoredRemainsTests: XCTestCase {
    private let leader = ProcessIdentity(pid: 4_121, startTicks: 99_000)

    func testRunsAreKeptWithTheLeadersThatAreKnown() {
        let remains = [
            RunRemains(runID: Sample.run("m7", 1), leader: leader),
            RunRemains(runID: Sample.run("m8", 2)),
        ]

        let text = StoredRemains.text(remains)

        XCTAssertEqual(text, "m7.1:4121:99000 m8.2")
        XCTAssertEqual(text.flatMap(StoredRemains.remains), remains)
    }

    func testNothingIsNoText() {
        XCTAssertNil(StoredRemains.text([]))
    }

    func testOtherTextsAreRefused() {
        for text in ["", " ", "m7.1 ", "m7.1:4121", "m7.1:x:1", "m7.1:1:-1", "m7.1:1:1:1", ":1:1"] {
            XCTAssertNil(StoredRemains.remains(text), text)
        }
    }
}
