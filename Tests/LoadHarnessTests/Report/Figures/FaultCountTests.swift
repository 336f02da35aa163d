import XCTest

@testable import LoadHarness

final class FaultCountTests: XCTestCase {
    func testEachKindIsCountedOnceInItsOrder() {
        let counts = FaultCount.all([
            Made.fault(.fillDisk, "supervisor", at: 4, obstacle: "no tmpfs"),
            Made.fault(.killWorker, "vp.load.1", at: 1, isBusy: true),
            Made.fault(.killWorker, "vp.load.2", at: 2),
            Made.fault(.killWorker, "vp.load.1", at: 3, isBusy: true, obstacle: "no worker"),
        ])

        XCTAssertEqual(
            counts,
            [
                FaultCount(kind: .killWorker, doneCount: 2, busyCount: 1, obstructedCount: 1),
                FaultCount(kind: .fillDisk, doneCount: 0, busyCount: 0, obstructedCount: 1),
            ]
        )
        XCTAssertEqual(FaultCount.all([]), [])
    }
}
