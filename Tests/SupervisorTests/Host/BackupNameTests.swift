import LedgerConformance
import XCTest

@testable import Supervisor

final class BackupNameTests: XCTestCase {
    func testNameIsReadAsItWasMade() {
        let name = BackupName(begunAt: Sample.time())

        XCTAssertEqual(name.text, "2026-11-21T103000000Z.sqlite")
        XCTAssertEqual(BackupName(name.text), name)
    }

    func testWhatIsNoWholeCopyHasNoTime() {
        for text in [
            "", ".sqlite", "2026-11-21T103000000Z", "2026-11-21T103000000Z.sqlite.part",
            "2026-13-21T103000000Z.sqlite", "2026-11-21T10300000Z.sqlite",
            "\u{E9}026-11-21T10300000Z.sqlite", "ééééééééééa.sqlite", "ledger.sqlite",
        ] {
            XCTAssertNil(BackupName(text), text)
        }
    }
}
