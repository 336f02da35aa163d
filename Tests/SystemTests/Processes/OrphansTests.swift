import Protocol
import System
import XCTest

final class OrphansTests: XCTestCase {
    func testOnlyZombiesThatNobodyHandlesAreReaped() throws {
        try CurrentProcess.becomeSubreaper()
        let handled = try Shell.request("exit 7").start()
        let living = try Shell.sleeper().start()
        let forgotten = try Shell.request("exit 0").start()
        for child in [handled, forgotten] {
            XCTAssertTrue(try Poll.waitReadable(child.descriptor, until: Deadline.soon))
        }

        let count = try Orphans.reap(besides: [handled.identity])

        XCTAssertGreaterThanOrEqual(count, 1)
        XCTAssertEqual(try forgotten.reap(), .unknown)
        XCTAssertEqual(try handled.reap(), .exited(code: 7))
        XCTAssertNil(try living.reap())
        try living.send(.kill)
        XCTAssertEqual(try living.wait(until: Deadline.soon), .signalled(.kill))
    }
}
