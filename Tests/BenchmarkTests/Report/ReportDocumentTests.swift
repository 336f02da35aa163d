import Foundation
import Harness
import XCTest

@testable import Benchmark

final class ReportDocumentTests: XCTestCase {
    func testFiguresKeepTheirNumbers() throws {
        let figure = Figure(
            name: "submit",
            unit: "ms",
            value: 3,
            limit: 2,
            limitName: "bare commit",
            target: .ratioAtMost(2.5)
        )

        let text = ReportDocument.text([try XCTUnwrap(Summary([figure]))], try Machine())

        let document = try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any]
        let figures = try XCTUnwrap(document?["figures"] as? [[String: Any]])
        XCTAssertEqual(figures.first?["median"] as? Double, 3)
        XCTAssertEqual(figures.first?["ratio"] as? Double, 1.5)
        XCTAssertEqual(figures.first?["is_met"] as? Bool, true)
        let machine = try XCTUnwrap(document?["machine"] as? [String: Any])
        XCTAssertGreaterThan(machine["processor_count"] as? Int ?? 0, 0)
        XCTAssertEqual((machine["load_average"] as? String)?.split(separator: " ").count, 3)
    }
}
