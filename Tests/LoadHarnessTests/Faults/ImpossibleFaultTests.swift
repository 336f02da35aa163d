import Protocol
import XCTest

@testable import LoadHarness

final class ImpossibleFaultTests: XCTestCase {
    func testItSaysWhyAndIsNotedAtOnce() throws {
        let target = try ScriptedTarget(lanes: ["vp.a"])
        let plan = FaultBench.plan(.rerouteLane, otherLane: 0)
        let injector = FaultInjector(target, [plan]) { _ in XCTFail("it was asked for something") }

        try injector.advance(to: .zero)

        XCTAssertEqual(injector.injected.map(\.obstacle), ["there is no other lane"])
        XCTAssertNil(injector.nextDeadline)
    }
}
