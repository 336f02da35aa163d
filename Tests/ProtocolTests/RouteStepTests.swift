import XCTest

@testable import Protocol

final class RouteStepTests: XCTestCase {
    private func step(_ actor: String, _ summary: String) throws -> RouteStep {
        RouteStep(
            vpID: try Samples.lane(),
            actor: actor,
            reason: .runtimeBudget,
            summary: summary,
            at: try Samples.time("2026-11-21T10:42:00.000Z")
        )
    }

    func testTextsAreOneLineAndBounded() throws {
        let short = try step("uid:1\t(x)", "one\ntwo")
        let long = try step(String(repeating: "a", count: 200), String(repeating: "ö", count: 200))

        XCTAssertEqual(short.actor, "uid:1 (x)")
        XCTAssertEqual(short.summary, "one two")
        XCTAssertEqual(long.actor.utf8.count, 128)
        XCTAssertEqual(long.summary, String(repeating: "ö", count: 128))
    }

    func testStepReadsBack() throws {
        let step = try step("fallback", "from lane a")
        let text = step.encodedObject[...]

        XCTAssertEqual(try JSONLine.decode(Wire<RouteStep>.self, from: text, .strict).value, step)
    }
}
