import XCTest

@testable import System

final class PressureTests: XCTestCase {
    func testShareOfTheLastTenSecondsIsRead() {
        let text = """
            some avg10=12.87 avg60=3.10 avg300=0.20 total=99
            full avg10=55.00 avg60=0.00 avg300=0.00 total=9
            """

        XCTAssertEqual(Pressure.percent(in: text), 12)
        XCTAssertEqual(Pressure.percent(in: "some avg10=180.00 avg60=0.00\n"), 100)
        XCTAssertNil(Pressure.percent(in: "full avg10=1.00\n"))
        XCTAssertNil(Pressure.percent(in: ""))
    }

    func testWhatThisMachineSaysIsAPercentage() {
        for pressure in Pressure.allCases {
            let percent = pressure.recentPercent()
            XCTAssertTrue(percent.map { $0 <= 100 } ?? true, pressure.rawValue)
        }
    }
}
