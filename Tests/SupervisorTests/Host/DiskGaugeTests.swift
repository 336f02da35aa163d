import ControlPlane
import Protocol
import System
import XCTest

@testable import Supervisor

final class DiskGaugeTests: XCTestCase {
    private func boot(_ milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: milliseconds * 1_000_000)
    }

    func testMeasuresAtOnceAndThenEveryFiveSeconds() throws {
        var gauge = DiskGauge(path: "/tmp")

        guard case .diskMeasured(let freeMiB)? = try gauge.measure(at: boot(1_000), minFreeMiB: 0)
        else { return XCTFail("not measured") }

        let actualMiB = UInt64(try Files.freeByteCount(at: "/tmp")) / 1_048_576
        XCTAssertLessThan(max(freeMiB, actualMiB) - min(freeMiB, actualMiB), 1_024)
        XCTAssertNil(try gauge.measure(at: boot(5_999), minFreeMiB: 0))
        XCTAssertNotNil(try gauge.measure(at: boot(6_000), minFreeMiB: 0))
    }

    func testAsksToBeWokenOnlyWhileSpaceIsShort() throws {
        var gauge = DiskGauge(path: "/tmp")
        XCTAssertNil(gauge.nextDeadline)

        _ = try gauge.measure(at: boot(0), minFreeMiB: 0)
        XCTAssertNil(gauge.nextDeadline)

        _ = try gauge.measure(at: boot(5_000), minFreeMiB: .max)
        XCTAssertEqual(gauge.nextDeadline, boot(10_000))

        _ = try gauge.measure(at: boot(10_000), minFreeMiB: 0)
        XCTAssertNil(gauge.nextDeadline)
    }

    func testFolderThatIsGoneIsAnErrorAndIsNotAskedInEveryTurn() throws {
        var gauge = DiskGauge(path: "/nonexistent")

        XCTAssertThrowsError(try gauge.measure(at: boot(0), minFreeMiB: 1))
        XCTAssertNil(try gauge.measure(at: boot(1), minFreeMiB: 1))
    }
}
