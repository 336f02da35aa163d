import XCTest

@testable import Benchmark

final class InstanceShapeTests: XCTestCase {
    func testSlotsAreAllFreeAndWorkHasItsAdapter() {
        var shape = InstanceShape(laneCount: 2)
        shape.slotCount = 16
        shape.work = .noop

        let text = shape.configuration(shell: "/x/sh")

        XCTAssertTrue(text.contains("slots: 16, reserved_slots: 0,"), text)
        XCTAssertTrue(text.contains("bench: { adapter: \"noop\" }"), text)
        XCTAssertTrue(text.contains("\"vp.bench.2\": { profile: \"bench\" }"), text)
        XCTAssertFalse(text.contains("vp.bench.3"), text)
    }

    func testProgramIsRunWithItsArguments() {
        var shape = InstanceShape(laneCount: 1, poolSlotCount: 3)
        shape.work = .program(["/bin/true", "x"])

        let text = shape.configuration(shell: "/x/sh")

        XCTAssertTrue(text.contains("adapter: \"exec\", argv: [\"/bin/true\", \"x\"]"), text)
        XCTAssertTrue(text.contains("pools: { bench: { slots: 3 } }"), text)
        XCTAssertTrue(text.contains("pool: \"bench\""), text)
    }
}
