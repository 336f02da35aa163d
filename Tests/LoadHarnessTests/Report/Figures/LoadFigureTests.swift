import Protocol
import XCTest

@testable import LoadHarness

final class LoadFigureTests: XCTestCase {
    private let hundred = Distribution((1...100).map(Double.init))

    func testATimeTellsItsPlaceAndUnit() {
        let figure = LoadFigure.time("interactive wait", "interactive_wait", hundred, .p95)

        XCTAssertEqual(figure.name, "interactive wait, p95")
        XCTAssertEqual(figure.key, "interactive_wait_p95_ms")
        XCTAssertEqual(figure.value, 95)
        XCTAssertEqual(figure.sampleCount, 100)
        XCTAssertNil(figure.note)
    }

    func testANinetyNinthOfFewSamplesOnlyInforms() {
        let few = LoadFigure.time("wait", "wait", hundred, .p99)
        let enough = LoadFigure.time("wait", "wait", Distribution((1...200).map(Double.init)), .p99)

        XCTAssertEqual(few.note, "few samples")
        XCTAssertNil(few.isMet)
        XCTAssertNil(enough.note)
        XCTAssertNil(LoadFigure.time("wait", "wait", Distribution([]), .p99).note)
    }

    func testABoundThatIsAskedForIsJudgedHoweverFewTheSamplesAre() {
        let figure = LoadFigure.time("wait", "wait", hundred, .p99).atMost(98)

        XCTAssertEqual(figure.bound, "≤ 98 ms")
        XCTAssertEqual(figure.isMet, false)
        XCTAssertEqual(figure.note, "few samples")
        XCTAssertEqual(figure.verdictText, "MISSED")
    }

    func testABoundIncludesItself() {
        let figure = LoadFigure.time("wait", "wait", hundred, .p50)

        XCTAssertEqual(figure.atMost(50).isMet, true)
        XCTAssertEqual(figure.atMost(49.9).isMet, false)
        XCTAssertEqual(figure.atLeast(50).isMet, true)
        XCTAssertEqual(figure.atLeast(50.1).isMet, false)
        XCTAssertEqual(figure.atLeast(50.1).bound, "≥ 50.1 ms")
        XCTAssertEqual(figure.atMost(nil), figure)
        XCTAssertEqual(figure.atLeast(nil), figure)
    }

    func testABoundOnWhatWasNeverMeasuredIsMissed() {
        let figure = LoadFigure.time("wait", "wait", Distribution([]), .max).atMost(10)

        XCTAssertEqual(figure.isMet, false)
        XCTAssertEqual(figure.valueText, "-")
        XCTAssertEqual(figure.verdictText, "MISSED, nothing measured")
    }

    func testAShareOfNothingIsNotMeasured() {
        XCTAssertEqual(LoadFigure.share("late", "late", 1, of: 4).value, 25)
        XCTAssertEqual(LoadFigure.share("late", "late", 0, of: 0).sampleCount, 0)
        XCTAssertEqual(LoadFigure.share("late", "late", 1, of: 4).key, "late_percent")
    }
}
