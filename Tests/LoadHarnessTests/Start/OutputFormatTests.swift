import XCTest

@testable import LoadHarness

final class OutputFormatTests: XCTestCase {
    func testTheEndOfAFileNameSaysTheFormat() {
        XCTAssertEqual(OutputFormat(fileName: "a.b/report.html"), .html)
        XCTAssertEqual(OutputFormat(fileName: "r.json"), .json)
        XCTAssertEqual(OutputFormat(fileName: "r.txt"), .table)
        for name in ["", "html", "r.", "r.pdf", "r.HTML", "r.html.gz"] {
            XCTAssertNil(OutputFormat(fileName: name), name)
        }
    }
}
