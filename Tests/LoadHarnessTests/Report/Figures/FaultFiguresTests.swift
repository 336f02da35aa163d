import XCTest

@testable import LoadHarness

final class FaultFiguresTests: XCTestCase {
    func testFaultsAreCountedByWhatTheyMet() {
        let figures = FaultFigures.all([
            Made.fault(.killWorker, "vp.load.1", at: 1, isBusy: true),
            Made.fault(.killWorker, "vp.load.1", at: 2),
            Made.fault(.killWorker, "vp.load.1", at: 3, isBusy: true, obstacle: "no worker"),
            Made.fault(.fillDisk, "supervisor", at: 4, obstacle: "no tmpfs"),
        ])

        XCTAssertEqual(
            figures.map(\.key),
            [
                "fault_kill_worker_done", "fault_kill_worker_busy",
                "fault_kill_worker_not_possible",
                "fault_fill_disk_done", "fault_fill_disk_busy", "fault_fill_disk_not_possible",
            ]
        )
        XCTAssertEqual(figures.map(\.value), [2, 1, 1, 0, 0, 1])
    }
}
