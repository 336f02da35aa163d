import ControlPlane
import Protocol
import XCTest

@testable import Supervisor

final class HostGaugeTests: XCTestCase {
    func testMeasuresAtOnceAndThenEveryTwoSeconds() {
        var gauge = HostGauge()

        guard case .hostMeasured(let figures)? = gauge.measure(at: boot(1_000)) else {
            return XCTFail("not measured")
        }

        XCTAssertNotNil(figures.availableKiB)
        XCTAssertNil(gauge.measure(at: boot(2_999)))
        XCTAssertNotNil(gauge.measure(at: boot(3_000)))
    }

    private func boot(_ milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: milliseconds * 1_000_000)
    }
}
