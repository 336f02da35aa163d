import XCTest

@testable import SimulationRunner

final class OptionsTests: XCTestCase {
    func testNothingMeansTwoHundredSeedsFromOne() throws {
        let options = try Options([])

        XCTAssertEqual(options.firstSeed, 1)
        XCTAssertEqual(options.seedCount, 200)
        XCTAssertEqual(options.eventCount, 2_000)
    }

    func testSeedMeansOneSeed() throws {
        let options = try Options(["--seed", "7", "--trace", "--events", "3000"])

        XCTAssertEqual(options.firstSeed, 7)
        XCTAssertEqual(options.seedCount, 1)
        XCTAssertEqual(options.eventCount, 3_000)
        XCTAssertTrue(options.printsTrace)
    }

    func testBadWordsAreRefused() {
        for words in [
            ["--seeds"], ["--seeds", "0"], ["--seeds", "x"], ["--trace"], ["--what"],
            ["--first-seed", "18446744073709551615"],
        ] {
            XCTAssertThrowsError(try Options(words), words.joined(separator: " "))
        }
    }
}
