import Protocol
import XCTest

@testable import ControlPlane

final class FallbackChainTests: XCTestCase {
    private func link(
        _ lane: LaneID,
        _ problem: String? = nil,
        isUnfit: Bool = false
    ) -> FallbackChain.Link {
        let obstacle = problem.map { ControlError(.refused, .lanePaused, $0) }
        return FallbackChain.Link(lane: lane, obstacle: obstacle, isUnfit: isUnfit)
    }

    func testFirstLaneWithoutAnObstacleIsNext() {
        let chain = FallbackChain(links: [link("vp.a", "a is paused"), link("vp.b"), link("vp.c")])

        XCTAssertEqual(chain.next, "vp.b")
        XCTAssertEqual(chain.offer, .now)
        XCTAssertEqual(chain.obstacles, "a is paused")
    }

    func testWhatMayHelpLaterIsWorthAWait() {
        let unfit = link("vp.a", "a lacks tools", isUnfit: true)

        XCTAssertEqual(FallbackChain(links: [unfit, link("vp.b", "b is paused")]).offer, .later)
        XCTAssertEqual(FallbackChain(links: [unfit]).offer, .nothing)
        XCTAssertEqual(FallbackChain(links: []).offer, .nothing)
        XCTAssertNil(FallbackChain(links: [unfit]).next)
    }
}
