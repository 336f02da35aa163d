import XCTest

@testable import LoadHarness

final class TicksTests: XCTestCase {
    func testStepsAreOneTwoOrFiveTimesAPowerOfTen() {
        let steps: KeyValuePairs = [
            0.011: 0.02, 0.02: 0.02, 0.05: 0.05, 0.4: 0.5, 0.51: 1, 1: 1, 1.1: 2, 3: 5, 5: 5, 6: 10,
            10: 10, 99: 100, 100: 100, 101: 200, 1000: 1000, 2e6: 2e6, 2.1e6: 5e6,
        ]

        for (length, step) in steps {
            XCTAssertEqual(Ticks.step(atLeast: length), step, "\(length)")
        }
    }

    func testAStepOfNothingIsOne() {
        for length in [0, -3, Double.nan, .infinity] {
            XCTAssertEqual(Ticks.step(atLeast: length), 1)
        }
    }

    func testLinearTicksReachThePeak() {
        XCTAssertEqual(Ticks.linear(upTo: 10, countMax: 5, stepMin: 0), [0, 2, 4, 6, 8, 10])
        XCTAssertEqual(Ticks.linear(upTo: 11, countMax: 5, stepMin: 0), [0, 5, 10, 15])
        XCTAssertEqual(Ticks.linear(upTo: 0, countMax: 5, stepMin: 0), [0, 1])
        XCTAssertEqual(Ticks.linear(upTo: 2, countMax: 5, stepMin: 1), [0, 1, 2])
        XCTAssertEqual(Ticks.linear(upTo: 0.9, countMax: 3, stepMin: 0), [0, 0.5, 1])
    }

    func testNoPeakHasTooManyTicks() {
        for exponent in -6...9 {
            for factor in [1, 1.7, 2.4, 4.9, 5.1, 9.9] {
                let peak = factor * Logarithm.powerOfTen(exponent)
                let ticks = Ticks.linear(upTo: peak, countMax: 4, stepMin: 0)
                XCTAssertLessThanOrEqual(ticks.count, 5, "\(peak)")
                XCTAssertGreaterThanOrEqual((ticks.last ?? 0) * (1 + 1e-9), peak)
            }
        }
    }

    func testLogarithmicTicksEncloseTheValues() {
        XCTAssertEqual(
            Ticks.logarithmic(from: 0.3, to: 42),
            [0.2, 0.5, 1, 2, 5, 10, 20, 50]
        )
        XCTAssertEqual(Ticks.logarithmic(from: 1, to: 1), [1, 2])
        XCTAssertEqual(Ticks.logarithmic(from: 0.01, to: 0.01), [0.01, 0.02])
    }

    func testOverManyDecadesOnlyPowersOfTenAreBetweenTheEnds() {
        XCTAssertEqual(
            Ticks.logarithmic(from: 0.02, to: 60_000),
            [0.02, 0.1, 1, 10, 100, 1000, 10_000, 100_000]
        )
        XCTAssertEqual(
            Ticks.logarithmic(from: 2, to: 40_000),
            [2, 10, 100, 1000, 10_000, 50_000]
        )
    }
}
