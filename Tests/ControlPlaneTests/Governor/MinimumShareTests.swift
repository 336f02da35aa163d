import Protocol
import XCTest

@testable import ControlPlane

final class MinimumShareTests: XCTestCase {
    func testClassIsDueTwoStartsBeforeItsLast() {
        var share = MinimumShare()
        for _ in 0..<7 { share.count([.passedOver, .passedOver]) }
        XCTAssertEqual(share.dues(every: 10), [])

        share.count([.passedOver, .passedOver])

        XCTAssertEqual(share.dues(every: 10), [due(.deadline, 8), due(.background, 8)])
    }

    func testClassThatWasPassedOverMostGoesFirst() {
        var share = MinimumShare()
        for _ in 0..<8 { share.count([.passedOver, .passedOver]) }

        share.count([.unable, .passedOver])

        XCTAssertEqual(share.dues(every: 10), [due(.background, 9), due(.deadline, 8)])
    }

    private func due(_ missionClass: MissionClass, _ count: Int) -> MinimumShare.Due {
        MinimumShare.Due(missionClass: missionClass, passedOverCount: count)
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
