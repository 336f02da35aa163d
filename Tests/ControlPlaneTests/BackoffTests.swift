import Protocol
import XCTest

@testable import ControlPlane

final class BackoffTests: XCTestCase {
    func testWaitDoublesUpToTheMaximum() {
        let waits = (1...8).map { wait(count: $0, base: 1_000, max: 60_000) }

        XCTAssertEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    }

    func testNoTimeAtAllWaitsAsAfterTheFirst() {
        XCTAssertEqual(wait(count: 0, base: 1_000, max: 60_000), 1_000)
    }

    func testBaseAboveTheMaximumIsCut() {
        XCTAssertEqual(wait(count: 1, base: 5_000, max: 2_000), 2_000)
    }

    func testZeroBaseNeverWaits() {
        XCTAssertEqual(wait(count: 1_000_000, base: 0, max: 60_000), 0)
    }

    func testLargestBoundsDoNotOverflow() {
        XCTAssertEqual(wait(count: .max, base: 86_400_000, max: 86_400_000), 86_400_000)
    }

    private func wait(count: UInt64, base: UInt64, max: UInt64) -> UInt64 {
        Backoff.interval(count: count, baseMilliseconds: base, maxMilliseconds: max)
            .wholeMilliseconds
    }
}
