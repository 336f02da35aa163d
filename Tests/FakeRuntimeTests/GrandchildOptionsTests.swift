import XCTest

@testable import FakeRuntime

final class GrandchildOptionsTests: XCTestCase {
    func testWordsAreReadInAnyOrderAndWrittenInOne() {
        let options = GrandchildOptions(words: ["hold-pipe", "setsid"])

        XCTAssertEqual(options?.words, ["setsid", "hold-pipe"])
        XCTAssertNil(GrandchildOptions(words: ["setsid", "hide"]))
    }
}
