import Harness
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class SupervisorKeeperTests: XCTestCase {
    func testOneThatRunsIsLeftAlone() throws {
        let target = try started()
        var keeper = SupervisorKeeper()

        try keeper.advance(to: .seconds(1), target)

        XCTAssertEqual(target.limits.count, 1)
        XCTAssertEqual(keeper.state, .running)
        XCTAssertNil(keeper.nextDeadline(after: .seconds(1)))
        XCTAssertNotNil(keeper.running(target))
    }

    func testOneWhoseEndWasBroughtAboutIsStartedAgainWhenItHasEnded() throws {
        let target = try started()
        var keeper = SupervisorKeeper()
        keeper.expectEnd()
        try keeper.advance(to: .seconds(1), target)
        XCTAssertEqual(keeper.state, .ending)
        XCTAssertNil(keeper.running(target))
        XCTAssertEqual(
            keeper.nextDeadline(after: .seconds(1)),
            .seconds(1) + SupervisorKeeper.lookInterval
        )

        try target.supervisor?.send(.kill)
        try end(of: target)
        try keeper.advance(to: .seconds(2), target)

        XCTAssertEqual(target.limits.count, 2)
        XCTAssertEqual(keeper.state, .running)
    }

    func testStartsHaveADistance() throws {
        let target = try started("sh -c 'exit 75'")
        var keeper = SupervisorKeeper()
        for (at, count) in [(1_000, 2), (1_000, 2), (1_099, 2), (1_100, 3)] as [(UInt64, Int)] {
            try end(of: target)
            try keeper.advance(to: .milliseconds(at), target)
            XCTAssertEqual(target.limits.count, count, "after \(at) ms")
        }
        try end(of: target)
        try keeper.advance(to: .milliseconds(1_150), target)
        XCTAssertEqual(keeper.state, .absent(nextAt: .milliseconds(1_200)))
        XCTAssertEqual(keeper.nextDeadline(after: .milliseconds(1_150)), .milliseconds(1_200))
    }

    func testEndByItselfIsAnErrorUnlessDescriptorsAreFew() throws {
        let target = try started("sh -c 'exit 70'")
        try end(of: target)
        var limited = SupervisorKeeper()
        limited.descriptorLimit = 30
        var keeper = SupervisorKeeper()

        do throws(HarnessError) {
            try keeper.advance(to: .seconds(1), target)
            XCTFail("nobody asked for its end")
        } catch {
            XCTAssertEqual(error.description, "the supervisor ended by itself (exit:70)")
        }
        XCTAssertEqual(target.limits, [nil])

        try limited.advance(to: .seconds(1), target)
        XCTAssertEqual(target.limits, [nil, 30])
    }

    private func started(_ script: String = "sleep 60") throws -> ScriptedTarget {
        let target = try ScriptedTarget(script)
        try target.start(descriptorLimit: nil)
        return target
    }

    private func end(of target: ScriptedTarget) throws {
        XCTAssertNotNil(try target.supervisor?.wait(until: Deadline.after(10)))
    }
}
