import ControlPlane
import LedgerConformance
import Protocol
import XCTest

@testable import Supervisor

final class RecoveryRetryTests: XCTestCase {
    private let start = MonotonicTime(nanoseconds: 1_000)
    private let lane = Sample.lane("vp.a")

    func testWaitDoublesToItsLimit() {
        var retry = RecoveryRetry(at: start)
        var now = start
        var waits: [UInt64] = []

        for _ in 0..<14 {
            _ = retry.failed("x", at: now)
            waits.append(retry.nextAt.since(now).wholeMilliseconds)
            now = retry.nextAt
        }

        XCTAssertEqual(
            waits,
            [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_000, 10_000, 10_000]
        )
    }

    func testOnlyAnotherProblemIsNews() {
        var retry = RecoveryRetry(at: start)

        XCTAssertTrue(retry.failed("x", at: start))
        XCTAssertFalse(retry.failed("x", at: start))
        XCTAssertTrue(retry.failed("y", at: start))
        XCTAssertTrue(retry.failed("x", at: start))
    }

    func testWhatTakesTooLongIsToldOnceWithItsLastProblem() {
        var retry = RecoveryRetry(at: start)
        _ = retry.failed("x", at: start)
        XCTAssertNil(retry.stall(of: lane, at: start + .milliseconds(29_999)))
        _ = retry.failed("y", at: start + .seconds(30))

        let event = retry.stall(of: lane, at: start + .seconds(30))

        XCTAssertEqual(event, .recoveryStalled(lane, problem: "y"))
        XCTAssertNil(retry.stall(of: lane, at: start + .seconds(60)))
    }
}
