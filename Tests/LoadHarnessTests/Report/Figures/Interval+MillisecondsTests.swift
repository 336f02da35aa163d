import Protocol
import XCTest

@testable import LoadHarness

final class IntervalMillisecondsTests: XCTestCase {
    func testFractionsStay() {
        XCTAssertEqual(Interval(nanoseconds: 1_500_000).millisecondCount, 1.5)
        XCTAssertEqual(Interval.milliseconds(250).secondCount, 0.25)
    }
}
