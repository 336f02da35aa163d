import Protocol
import XCTest

@testable import ControlPlane

final class MinimumShareTests: XCTestCase {
    func testClassIsDueTwoStartsBeforeItsLast() {
        var share = MinimumShare()
        for _ in 0..<7 { share.count([.passedOver, .passedOver]) }
        XCTAssertFalse(share.isDue(.background, every: 10))

        share.count([.passedOver, .passedOver])

        XCTAssertTrue(share.isDue(.background, every: 10))
        XCTAssertTrue(share.isDue(.deadline, every: 10))
        XCTAssertFalse(share.isDue(.interactive, every: 10))
    }

    func testStartOfTheOldestBeginsAnew() {
        var share = MinimumShare()
        for _ in 0..<8 { share.count([.passedOver, .passedOver]) }

        share.count([.served, .passedOver])

        XCTAssertEqual(share.passedOverCount(of: .deadline), 0)
        XCTAssertEqual(share.passedOverCount(of: .background), 9)
    }

    func testStartThatAClassCouldNotHaveHadDoesNotCount() {
        var share = MinimumShare()
        share.count([.passedOver, .passedOver])

        share.count([.unable, .unable])

        XCTAssertEqual(share.passedOverCount(of: .background), 1)
    }

    func testClassOfWhichNothingWaitsBeginsAnew() {
        var share = MinimumShare()
        share.count([.passedOver, .passedOver])

        share.count([.absent, .absent])

        XCTAssertEqual(share.passedOverCount(of: .background), 0)
    }
}
