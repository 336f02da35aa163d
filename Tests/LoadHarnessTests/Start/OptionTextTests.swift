import Protocol
import XCTest

@testable import LoadHarness

final class OptionTextTests: XCTestCase {
    func testDurationsHaveUnits() {
        let good: [(String, Interval)] = [
            ("500ms", .milliseconds(500)), ("20s", .seconds(20)), ("20", .seconds(20)),
            ("10m", .seconds(600)), ("24h", .seconds(86_400)), ("1ms", .milliseconds(1)),
        ]
        for (text, span) in good { XCTAssertEqual(OptionText.duration(text), span, text) }
        for text in ["", "s", "0", "0ms", "-1s", "1.5s", "25h", "1d", "1 s", "٣s", "86401"] {
            XCTAssertNil(OptionText.duration(text), text)
        }
    }

    func testWeightsAreThreeAndNotAllZero() {
        XCTAssertEqual(OptionText.weights("0:0:1")?.backgroundWeight, 1)
        XCTAssertEqual(OptionText.weights("1000:2:3")?.interactiveWeight, 1_000)
        for text in ["", "1:2", "1:2:3:4", "0:0:0", "1:2:x", "1::3", "-1:2:3", "1001:0:0"] {
            XCTAssertNil(OptionText.weights(text), text)
        }
    }

    func testFaultsAreNamesOrNone() {
        XCTAssertEqual(OptionText.faults("none"), [])
        XCTAssertEqual(OptionText.faults("kill_both"), [.killBoth])
        let all = FaultKind.allCases.map(\.rawValue).joined(separator: ",")
        XCTAssertEqual(OptionText.faults(all), FaultKind.allCases)
        for text in ["", "kill", "kill_both,", "none,kill_both", "kill_both kill_run"] {
            XCTAssertNil(OptionText.faults(text), text)
        }
    }

    func testCountsAreDigits() {
        XCTAssertEqual(OptionText.count("64", in: 1...64), 64)
        for text in ["", "0", "65", "+1", "1e1", " 1", "99999999999999999999"] {
            XCTAssertNil(OptionText.count(text, in: 1...64), text)
        }
    }
}
