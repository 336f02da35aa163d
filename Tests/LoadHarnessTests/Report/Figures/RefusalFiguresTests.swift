import Protocol
import XCTest

@testable import LoadHarness

final class RefusalFiguresTests: XCTestCase {
    func testRefusalsAreCountedInAllAndByReason() {
        let figures = RefusalFigures.all([
            Refusal(reason: .diskLow, message: "the disk is full", count: 3),
            Refusal(reason: .queueFull, message: "too many", count: 40),
        ])

        XCTAssertEqual(figures.map(\.key), ["refused", "refused_disk_low", "refused_queue_full"])
        XCTAssertEqual(figures.map(\.value), [43, 3, 40])
        XCTAssertEqual(RefusalFigures.all([]).map(\.value), [0])
    }
}
