import XCTest

@testable import Benchmark

final class TargetTests: XCTestCase {
    func testBoundsBelongToTheTarget() {
        XCTAssertTrue(Target.valueAtMost(3).isMet(value: 3, ratio: nil))
        XCTAssertFalse(Target.valueAtMost(3).isMet(value: 3.01, ratio: 1))
        XCTAssertTrue(Target.ratioAtMost(2.5).isMet(value: 9, ratio: 2.5))
        XCTAssertFalse(Target.ratioAtMost(2.5).isMet(value: 9, ratio: 2.6))
        XCTAssertTrue(Target.ratioAtLeast(5).isMet(value: 9, ratio: 5))
        XCTAssertFalse(Target.ratioAtLeast(5).isMet(value: 9, ratio: 4.9))
    }

    func testARatioThatCouldNotBeTakenIsAMiss() {
        XCTAssertFalse(Target.ratioAtMost(2.5).isMet(value: 0, ratio: nil))
        XCTAssertFalse(Target.ratioAtLeast(2.5).isMet(value: 0, ratio: nil))
    }

    func testTextHasTheUnitOrTheSign() {
        XCTAssertEqual(Target.valueAtMost(150).text(unit: "ms"), "≤ 150 ms")
        XCTAssertEqual(Target.ratioAtMost(2.5).text(unit: "ms"), "≤ 2.50 ×")
        XCTAssertEqual(Target.ratioAtLeast(5).text(unit: "/s"), "≥ 5 ×")
    }
}
