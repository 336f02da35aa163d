import XCTest

@testable import Benchmark

final class FigurePeerTests: XCTestCase {
    func testFigureBesideAPeerIsJudgedByTheRatio() {
        let figure = Figure.beside("x", "/s", 30, ("queue", 20), .ratioAtLeast(1.5), sampleCount: 9)

        XCTAssertEqual(figure.ratio, 1.5)
        XCTAssertEqual(figure.limitName, "queue")
        XCTAssertEqual(figure.target, .ratioAtLeast(1.5))
    }

    func testFigureWithoutItsPeerIsToldAndNotJudged() {
        let figure = Figure.beside("x", "/s", 30, ("queue", nil), .ratioAtLeast(9), sampleCount: 9)

        XCTAssertEqual(figure.value, 30)
        XCTAssertNil(figure.limit)
        XCTAssertNil(figure.target)
        XCTAssertEqual(figure.sampleCount, 9)
    }
}
