import Foundation
import XCTest

@testable import LoadHarness

final class EvidenceRowTests: XCTestCase {
    private func cells(_ line: some StringProtocol) -> [String] {
        line.replacingOccurrences(of: "\\|", with: "/").split(separator: "|")
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .filter { !$0.isEmpty }
    }

    func testA45TheRowHasACellForEachName() throws {
        let head = EvidenceRow.head.split(separator: "\n")
        let row = EvidenceRow.text(SampleLoad().report)

        XCTAssertEqual(head.count, 2)
        XCTAssertEqual(row.filter { $0 == "\n" }.count, 1)
        XCTAssertEqual(cells(row).count, cells(head[0]).count)
        XCTAssertEqual(cells(head[1]), cells(head[0]).map { _ in "---" })
        XCTAssertEqual(cells(row)[0], "chaos, seed 7")
        XCTAssertFalse(row.contains("| - |"), row)
        XCTAssertTrue(row.contains("load.2: "), row)
    }

    func testWithoutPoolsTheLanesAreTheQuota() {
        let row = EvidenceRow.text(SampleLoad(poolCount: 0).report)

        XCTAssertTrue(row.contains("lanes: "), row)
        XCTAssertTrue(row.contains(" of 16 slots"), row)
    }

    func testNothingBreaksOutOfItsCell() {
        var report = Made.report()
        report.version = "1 | 2\n| 3 \\"

        let row = EvidenceRow.text(report)

        XCTAssertTrue(row.contains("| 1 \\| 2 \\| 3 \\\\ |"), row)
        XCTAssertEqual(row.filter { $0 == "\n" }.count, 1)
    }
}
