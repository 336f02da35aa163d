import XCTest

@testable import LoadHarness

final class FaultKindReachTests: XCTestCase {
    func testEveryReachHasItsKinds() {
        for reach in FaultKind.Reach.allCases {
            XCTAssertTrue(FaultKind.allCases.contains { $0.reach == reach }, reach.rawValue)
        }
        XCTAssertEqual(FaultKind.killBoth.reach, .instance)
        XCTAssertEqual(FaultKind.killWorker.reach, .lane)
    }

    func testTitlesAreWords() {
        XCTAssertEqual(FaultKind.limitDescriptors.title, "limit descriptors")
    }
}
