import XCTest

@testable import ControlPlane

final class OptionalEarlierTests: XCTestCase {
    func testNeverIsLaterThanEveryTime() {
        let never: Int? = nil

        XCTAssertEqual(Int?(1).earlier(2), 1)
        XCTAssertEqual(Int?(2).earlier(1), 1)
        XCTAssertEqual(never.earlier(2), 2)
        XCTAssertEqual(Int?(2).earlier(never), 2)
        XCTAssertNil(never.earlier(never))
    }
}
