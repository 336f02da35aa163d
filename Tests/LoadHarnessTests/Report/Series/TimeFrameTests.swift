import Protocol
import XCTest

@testable import LoadHarness

final class TimeFrameTests: XCTestCase {
    func testTheFrameSpansEverythingThatWasSeen() {
        var evidence = Made.evidence
        evidence.faults = [Made.fault(.fillDisk, "supervisor", at: 11_000, until: 14_000)]
        evidence.samples = [Made.sample(at: -500), Made.sample(at: 9000)]

        let frame = TimeFrame(evidence)

        XCTAssertEqual(frame.origin, Made.at(-500))
        XCTAssertEqual(frame.seconds, 14.5)
        XCTAssertEqual(frame.ceasedSeconds, 10.5)
        XCTAssertEqual(frame.seconds(Made.at(500)), 1)
        XCTAssertEqual(frame.seconds(Made.at(-900)), 0)
    }

    func testWhereNothingWasSetTheFrameIsShortAndNotEmpty() {
        let frame = TimeFrame(Evidence())

        XCTAssertGreaterThan(frame.seconds, 0)
        XCTAssertEqual(frame.ceasedSeconds, 0)
    }
}
