import Protocol
import XCTest

final class MissionResolutionTests: XCTestCase {
    func testEachIsATerminalStatusOfTheSameName() {
        for resolution in MissionResolution.allCases {
            XCTAssertEqual(resolution.status.rawValue, resolution.rawValue)
            XCTAssertTrue(resolution.status.isTerminal)
        }
    }
}
