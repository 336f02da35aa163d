import XCTest

@testable import Benchmark

final class ReportTableTests: XCTestCase {
    func testEveryColumnIsAlignedAndAMissStandsOut() throws {
        let figure = Figure(
            name: "submit",
            unit: "ms",
            value: 3,
            limit: 1,
            limitName: "bare commit",
            target: .ratioAtMost(2.5),
            sampleCount: 200
        )

        let text = ReportTable.text([try XCTUnwrap(Summary([figure]))])

        let lines = text.split(separator: "\n")
        XCTAssertEqual(lines.count, 3)
        XCTAssertEqual(Set(lines.map(\.count)).count, 1, text)
        let cells = lines[2].split(separator: "|").map { $0.filter { $0 != " " } }
        let wanted = ["submit", "3ms", "3–3", "barecommit:1ms", "3×", "≤2.50×", "MISS", "1×200"]
        XCTAssertEqual(cells, wanted)
    }
}
