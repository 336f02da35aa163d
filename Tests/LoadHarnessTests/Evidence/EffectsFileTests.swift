import XCTest

@testable import LoadHarness

final class EffectsFileTests: XCTestCase {
    private let first = "1 a m m.1 1 10 100 start"
    private let second = "2 a m m.1 1 10 100 end"

    func testLinesAreKeptInTheirOrder() {
        let file = EffectsFile(bytes: Array("\(second)\n\(first)\n".utf8))

        XCTAssertEqual(file.effects.map(\.kind), [.end, .start])
        XCTAssertEqual(file.gaps, [])
        XCTAssertEqual(EffectsFile(bytes: []).gaps, [])
    }

    func testCutLastLineIsAGapAndTheRestIsRead() {
        let file = EffectsFile(bytes: Array("\(first)\n\(second)".utf8))

        XCTAssertEqual(file.effects.map(\.kind), [.start])
        XCTAssertEqual(
            file.gaps,
            ["effects of runs: the last line is cut after \(second.utf8.count) bytes"]
        )
    }

    func testUnreadableLinesAreNamedAndThenCounted() {
        let bad = Array(repeating: "x\n", count: 7).joined()
        let file = EffectsFile(bytes: Array("\(first)\n\(bad)\(second)\n".utf8) + [0xFF, 0x0A])

        XCTAssertEqual(file.effects.map(\.kind), [.start, .end])
        XCTAssertEqual(
            file.gaps,
            (2...6).map { "effects of runs: line \($0) cannot be read" }
                + ["effects of runs: 3 more lines cannot be read"]
        )
    }

    func testMissingFileIsAGap() throws {
        let target = try ScriptedTarget()

        let file = EffectsFile(path: target.effectsPath)

        XCTAssertEqual(file.effects, [])
        XCTAssertEqual(file.gaps.count, 1)
        XCTAssertTrue(file.gaps[0].contains(target.effectsPath), file.gaps[0])
    }
}
