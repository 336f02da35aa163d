import LaneCore
import Protocol
import System
import XCTest

@testable import LaneWorker

final class LaunchFailureTests: XCTestCase {
    func testEachErrorIsSomebodysFault() {
        let table: [(String, Errno, ReasonCode, FailureScope)] = [
            ("execute", .notFound, .notRunnable, .lane),
            ("execute", .accessDenied, .notRunnable, .lane),
            ("execute", .argumentListTooLong, .launchFailed, .mission),
            ("change folder to", .notFound, .launchFailed, .lane),
            ("start process", .wouldBlock, .launchFailed, .host),
            ("create pipe", .tooManyFiles, .launchFailed, .host),
            ("write", .noSpace, .launchFailed, .host),
        ]
        for (call, errno, reason, scope) in table {
            let failure = LaneCore.LaunchFailure(SystemError(call: call, errno: errno))

            XCTAssertEqual(failure.reason, reason, "\(call) \(errno)")
            XCTAssertEqual(failure.scope, scope, "\(call) \(errno)")
        }
    }
}
