import LaneCore
import Protocol
import XCTest

@testable import Simulation

final class SimulatedLinkTests: XCTestCase {
    func testFrameIsThereWithItsLastPart() {
        var stream = SimulatedLink.Stream<LaneCommand>()
        stream.append(.quiesce, parts: 3)
        stream.append(.shutdown, parts: 1)

        XCTAssertNil(stream.receivePart())
        XCTAssertNil(stream.receivePart())
        XCTAssertEqual(stream.receivePart(), .quiesce)
        XCTAssertEqual(stream.receivePart(), .shutdown)
        XCTAssertNil(stream.receivePart())
    }

    func testWhatIsUnderWayCanBeLost() {
        var stream = SimulatedLink.Stream<LaneCommand>()
        stream.append(.quiesce, parts: 1)

        stream.removeAll()

        XCTAssertNil(stream.receivePart())
        XCTAssertEqual(stream.count, 0)
    }
}
