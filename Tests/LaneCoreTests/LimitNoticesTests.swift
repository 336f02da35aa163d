import Protocol
import XCTest

@testable import LaneCore

final class LimitNoticesTests: XCTestCase {
    func testNewStateGoesAtOnceAndTheSameOneEveryFiveSeconds() {
        var notices = LimitNotices()
        XCTAssertEqual(notices.take(report(0.1), at: time(0)), report(0.1))
        XCTAssertNil(notices.take(report(0.2), at: time(1)))
        XCTAssertNil(notices.take(report(0.3), at: time(2)))
        XCTAssertEqual(notices.dueAt, time(5))
        XCTAssertEqual(notices.takeDue(at: time(4)), [])

        XCTAssertEqual(notices.takeDue(at: time(5)), [report(0.3)])

        XCTAssertNil(notices.dueAt)
        XCTAssertEqual(notices.take(report(0.9, .warning), at: time(6)), report(0.9, .warning))
        XCTAssertEqual(notices.take(report(1, .rejected), at: time(6)), report(1, .rejected))
        XCTAssertNil(notices.take(report(1, .rejected), at: time(7)))
    }

    func testWindowsAreToldApartUpToABound() {
        var notices = LimitNotices()
        for number in 0..<LimitNotices.windowCountMax {
            XCTAssertNotNil(notices.take(report(0.1, window: "w\(number)"), at: time(0)))
        }
        XCTAssertNotNil(notices.take(report(0.1, window: "one more"), at: time(0)))

        XCTAssertNil(notices.take(report(0.1, window: "another"), at: time(0)))
    }

    private func time(_ seconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: seconds * 1_000_000_000)
    }

    private func report(
        _ utilization: Double,
        _ state: LimitReport.State = .reading,
        window: String = "five_hour"
    ) -> LimitReport {
        var report = LimitReport(limitClass: "usage_window", state: state)
        report.window = window
        report.utilization = utilization
        return report
    }
}
