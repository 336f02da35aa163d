import Foundation
import Protocol
import XCTest

@testable import LoadHarness

final class LoadDocumentTests: XCTestCase {
    private func document(_ report: LoadReport) throws -> [String: Any] {
        let data = Data(LoadDocument.text(report))
        return try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    func testTheDocumentSaysWhatItIsAndWhatCameOfIt() throws {
        let document = try document(SampleLoad().report)

        XCTAssertEqual(document["apiVersion"] as? String, "lanekeeper/v1")
        XCTAssertEqual(document["kind"] as? String, "LoadReport")
        XCTAssertEqual(document["seed"] as? String, "7")
        XCTAssertEqual((document["scenario"] as? [String: Any])?["name"] as? String, "chaos")
        XCTAssertNotNil(document["passed"] as? Bool)
        XCTAssertTrue((document["verdict"] as? String)?.contains("0 lost") ?? false)
    }

    func testFiguresAreFoundByTheirKeys() throws {
        var report = Made.report()
        report.figures = [
            LoadFigure(
                name: "a",
                key: "a_ms",
                unit: "ms",
                value: 1.5,
                sampleCount: 9,
                bound: "≤ 2 ms",
                isMet: true
            ),
            LoadFigure(name: "b", key: "b_ms", unit: "ms", value: 0, sampleCount: 0),
        ]

        let figures = try XCTUnwrap(document(report)["figures"] as? [String: [String: Any]])

        XCTAssertEqual(figures["a_ms"]?["value"] as? Double, 1.5)
        XCTAssertEqual(figures["a_ms"]?["is_met"] as? Bool, true)
        XCTAssertEqual(figures["a_ms"]?["bound"] as? String, "≤ 2 ms")
        XCTAssertTrue(figures["b_ms"]?["value"] is NSNull)
        XCTAssertNil(figures["b_ms"]?["is_met"])
    }

    func testFindingsAreThereAndAreBounded() throws {
        let report = SampleLoad(missionCount: 10).broken(findingCount: 1500)

        let invariants = try XCTUnwrap(document(report)["invariants"] as? [[String: Any]])

        XCTAssertEqual(invariants.map { $0["invariant"] as? String }.first, "lost")
        XCTAssertEqual(invariants[0]["finding_count"] as? Int, 1500)
        let findings = try XCTUnwrap(invariants[0]["findings"] as? [[String: String]])
        XCTAssertEqual(findings.count, LoadDocument.findingCountMax)
        XCTAssertEqual(findings[3]["object"], "m-3")
    }

    func testTheSameReportGivesTheSameBytes() {
        let first = LoadDocument.text(SampleLoad().report)

        XCTAssertEqual(first, LoadDocument.text(SampleLoad().report))
        XCTAssertEqual(first.filter { $0 == UInt8(ascii: "\n") }.count, 1)
    }
}
