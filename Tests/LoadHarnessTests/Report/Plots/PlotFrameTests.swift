import XCTest

@testable import LoadHarness

final class PlotFrameTests: XCTestCase {
    func testSharesAreFromTheLowerLeftCorner() {
        let frame = PlotFrame(left: 142, top: 20, plotHeight: 100)

        XCTAssertEqual(frame.plotWidth, 600)
        XCTAssertEqual([frame.x(0), frame.x(0.5), frame.x(1)], [142, 442, 742])
        XCTAssertEqual([frame.y(0), frame.y(0.5), frame.y(1)], [120, 70, 20])
        XCTAssertEqual(frame.height, 160)
        XCTAssertLessThan(frame.right, PlotFrame.width)
    }
}
