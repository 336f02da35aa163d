import Protocol
import XCTest

@testable import LoadHarness

final class RunEffectTests: XCTestCase {
    func testLineIsReadAsFakeRuntimeWritesIt() throws {
        let effect = try XCTUnwrap(RunEffect(line: "1500 vp.a m-1 m-1.2 42 4121 99887 overlap"))

        XCTAssertEqual(effect.at, WallTime(nanoseconds: 1_500))
        XCTAssertEqual(effect.lane, LaneID("vp.a"))
        XCTAssertEqual(effect.missionID, MissionID("m-1"))
        XCTAssertEqual(effect.runID, RunID("m-1.2"))
        XCTAssertEqual(effect.fence, Fence(42))
        XCTAssertEqual(effect.process, ProcessIdentity(pid: 4_121, startTicks: 99_887))
        XCTAssertEqual(effect.kind, .overlap)
        XCTAssertEqual(RunEffect(line: "1 a b b.1 1 1 1 start")?.kind, .start)
        XCTAssertEqual(RunEffect(line: "1 a b b.1 1 1 1 end")?.kind, .end)
    }

    func testEverythingElseIsNone() {
        let lines = [
            "", "1 a b b.1 1 1 1", "1 a b b.1 1 1 1 start x", "1  b b.1 1 1 1 start",
            "x a b b.1 1 1 1 start", "1 A b b.1 1 1 1 start", "1 a . b.1 1 1 1 start",
            "1 a b . 1 1 1 start", "1 a b b.1 -1 1 1 start", "1 a b b.1 1 x 1 start",
            "1 a b b.1 1 1 -1 start", "1 a b b.1 1 1 1 star", "1 a b b.1 - 1 1 start",
        ]
        for line in lines { XCTAssertNil(RunEffect(line: line), line) }
    }
}
