import Protocol
import XCTest

@testable import Simulation

final class VirtualClockTests: XCTestCase {
    func testActionsHappenInOrderOfTimeThenPlan() {
        var clock = VirtualClock()
        clock.plan(.clientActs, after: .seconds(2))
        clock.plan(.operatorActs, after: .seconds(1))
        clock.plan(.faultStrikes, after: .seconds(1))

        let codes = [clock.next()?.code, clock.next()?.code, clock.next()?.code]

        XCTAssertEqual(
            codes,
            [Action.operatorActs.code, Action.faultStrikes.code, Action.clientActs.code]
        )
        XCTAssertNil(clock.next())
    }

    func testSuspendLetsMissedActionsHappenAtOnce() {
        var clock = VirtualClock()
        clock.plan(.clientActs, after: .seconds(1))
        clock.suspend(for: .seconds(10))
        let woken = clock.now

        XCTAssertEqual(clock.next()?.code, Action.clientActs.code)
        XCTAssertEqual(clock.now, woken)
    }

    func testStepOfTheWallLeavesBootTimeAlone() {
        var clock = VirtualClock()
        let before = clock.now

        clock.stepWall(by: -5_000_000_000)

        XCTAssertEqual(clock.now.boot, before.boot)
        XCTAssertEqual(before.wall.since(clock.now.wall), .seconds(5))
    }
}
