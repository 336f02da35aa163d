import XCTest

@testable import System

final class CrashPointsTests: XCTestCase {
    func testPlanEndsAtTheCountedPassingOfItsPoint() {
        guard var plan = CrashPoints.Plan("a.b:2") else { return XCTFail("not a plan") }

        XCTAssertFalse(plan.isLast(at: "a.c"))
        XCTAssertFalse(plan.isLast(at: "a.b"))
        XCTAssertTrue(plan.isLast(at: "a.b"))
        XCTAssertFalse(plan.isLast(at: "a.b"))
    }

    func testTextsThatNameNoPassingAreNoPlan() {
        for text in ["", "a.b", "a.b:", "a.b:0", "a.b:-1", "a.b:x"] {
            XCTAssertNil(CrashPoints.Plan(text), text)
        }
    }
}
