import Protocol
import XCTest

@testable import ControlPlane

final class MinimumShareTests: XCTestCase {
    func testClassIsDueTwoStartsBeforeItsLast() {
        var share = MinimumShare()
        for _ in 0..<7 { share.count { _ in .passedOver } }
        XCTAssertFalse(share.isDue(.background, every: 10))

        share.count { _ in .passedOver }

        XCTAssertTrue(share.isDue(.background, every: 10))
        XCTAssertTrue(share.isDue(.deadline, every: 10))
        XCTAssertFalse(share.isDue(.interactive, every: 10))
    }

    func testStartOfTheOldestBeginsAnew() {
        var share = MinimumShare()
        for _ in 0..<8 { share.count { _ in .passedOver } }

        share.count { $0 == .deadline ? .served : .passedOver }

        XCTAssertEqual(share.passedOverCount(of: .deadline), 0)
        XCTAssertEqual(share.passedOverCount(of: .background), 9)
    }

    func testStartThatAClassCouldNotHaveHadDoesNotCount() {
        var share = MinimumShare()
        share.count { _ in .passedOver }

        share.count { _ in .unable }

        XCTAssertEqual(share.passedOverCount(of: .background), 1)
    }

    func testClassOfWhichNothingWaitsBeginsAnew() {
        var share = MinimumShare()
        share.count { _ in .passedOver }

        share.count { _ in .absent }

        XCTAssertEqual(share.passedOverCount(of: .background), 0)
    }
}
