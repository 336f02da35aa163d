import XCTest

@testable import Protocol

final class ResultReportTests: XCTestCase {
    func testFileHasTheShapeOfTheReport() throws {
        var expected = ResultReport(status: .ok)
        expected.text = "done"

        for text in [
            #"{"lane":"result","status":"ok","text":"done"}"# + "\n",
            #"{"status":"ok","text":"done","more":1}"#,
        ] {
            XCTAssertEqual(try ResultReport(decodingFile: Array(text.utf8)[...]), expected)
        }
    }

    func testBadFiles() {
        let large = #"{"status":"ok","text":"\#(String(repeating: "x", count: 65_536))"}"#
        let table: [(String, ReasonCode)] = [
            ("", .invalidJSON), ("ok", .invalidJSON), ("[]", .invalidField), ("{}", .invalidField),
            (large, .frameTooLarge),
        ]
        for (text, reason) in table {
            XCTAssertThrowsError(try ResultReport(decodingFile: Array(text.utf8)[...])) { error in
                XCTAssertEqual((error as? ProtocolError)?.reason, reason)
            }
        }
    }
}
