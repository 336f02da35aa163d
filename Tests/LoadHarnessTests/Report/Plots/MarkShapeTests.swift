import XCTest

@testable import LoadHarness

final class MarkShapeTests: XCTestCase {
    func testTheShapeTellsWhatAFaultMet() {
        let faults = [
            Made.fault(.killWorker, "vp.load.1", at: 0),
            Made.fault(.killWorker, "vp.load.1", at: 0, isBusy: true),
            Made.fault(.killWorker, "vp.load.1", at: 0, isBusy: true, obstacle: "gone"),
        ]

        XCTAssertEqual(faults.map(MarkShape.init), [.idle, .busy, .obstructed])
    }

    func testShapesCanBeToldApartWithoutTheirColours() {
        // A hollow and a filled diamond, and a cross.
        XCTAssertEqual(Set(MarkShape.allCases.map(\.style)).count, 3)
        XCTAssertNotEqual(MarkShape.obstructed.commands, MarkShape.busy.commands)
        XCTAssertEqual(Set(MarkShape.allCases.map(\.name)).count, 3)
    }
}
