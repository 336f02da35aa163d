import XCTest

@testable import LoadHarness

final class AxisTests: XCTestCase {
    func testALinearAxisDividesEvenlyAndKeepsWhatIsOutsideAtItsEnds() {
        let axis = Axis.amounts("missions", upTo: 7, isWhole: true)

        XCTAssertEqual(axis.high, 8)
        XCTAssertEqual(axis.share(of: 4), 0.5)
        XCTAssertEqual(axis.share(of: -3), 0)
        XCTAssertEqual(axis.share(of: 99), 1)
        XCTAssertEqual(axis.ticks.map(\.label), ["0", "2", "4", "6", "8"])
    }

    func testThingsThatAreCountedHaveNoTickBetweenWholeNumbers() {
        XCTAssertEqual(Axis.amounts("a", upTo: 1, isWhole: true).ticks.map(\.label), ["0", "1"])
        XCTAssertEqual(
            Axis.amounts("a", upTo: 1, isWhole: false).ticks.map(\.label),
            ["0.0", "0.5", "1.0"]
        )
        XCTAssertEqual(Axis.amounts("a", upTo: 0, isWhole: true).high, 1)
    }

    func testOnALogarithmicAxisEqualRatiosHaveEqualDistances() {
        let axis = Axis.times("wait", [Distribution([1, 4]), Distribution([90])])

        XCTAssertEqual([axis.low, axis.high], [1, 100])
        XCTAssertEqual(axis.share(of: 10), 0.5, accuracy: 1e-9)
        XCTAssertEqual(axis.share(of: 100), 1, accuracy: 1e-9)
        XCTAssertEqual(axis.share(of: 0), 0)
        XCTAssertEqual(axis.ticks.first?.label, "1 ms")
    }

    func testTimesOfNothingAndOfZeroHaveAnAxis() {
        for distributions in [[], [Distribution([0])], [Distribution([])]] {
            let axis = Axis.times("wait", distributions)
            XCTAssertGreaterThan(axis.low, 0)
            XCTAssertGreaterThan(axis.high, axis.low)
            XCTAssertEqual(axis.share(of: 0), 0)
        }
    }

    func testTheTimeOfALoadHasTheUnitThatSuitsIt() {
        let short = Axis.elapsed(20)
        let long = Axis.elapsed(600)

        XCTAssertEqual(short.title, "seconds since the beginning")
        XCTAssertEqual(
            short.ticks.map(\.label),
            ["0", "2", "4", "6", "8", "10", "12", "14", "16", "18", "20"]
        )
        XCTAssertEqual(long.title, "minutes since the beginning")
        XCTAssertEqual(long.ticks.map(\.value).last, 600)
        XCTAssertEqual(long.ticks.map(\.label).last, "10")
        XCTAssertEqual(Axis.elapsed(86_400).title, "hours since the beginning")
        XCTAssertEqual(Axis.elapsed(0.001).ticks.first?.label, "0.0000")
    }
}
