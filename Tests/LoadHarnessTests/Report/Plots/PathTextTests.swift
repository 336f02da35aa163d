import XCTest

@testable import LoadHarness

final class PathTextTests: XCTestCase {
    func testStepsAreWrittenInTenthsAndWhatDoesNotMoveIsLeftOut() {
        var path = PathText()
        path.move(1.04, 2)
        path.step(1.04, 2.26)
        path.step(10, 2.3)
        path.horizontal(12)

        XCTAssertEqual(path.text, "M1 2V2.3H10H12")
    }

    func testAShapeBeginsAtItsPlace() {
        var path = PathText()
        XCTAssertTrue(path.isEmpty)

        path.shape("l4 4z", 3, -0.5)

        XCTAssertEqual(path.text, "M3 -0.5l4 4z")
        XCTAssertFalse(path.isEmpty)
    }

    func testWhatIsNoPlaceIsSomewhere() {
        XCTAssertEqual(PathText.number(.nan), "0")
        XCTAssertEqual(PathText.number(1e300), "100000")
    }
}
