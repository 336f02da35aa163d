import Foundation
import XCTest

/// `docs/configuration.md` says what the reader does.
///
/// With `LANEKEEPER_REGENERATE=1` in the environment the reference is written anew.
final class ConfigurationReferenceTests: XCTestCase {
    func testDocumentationHoldsTheReference() throws {
        let file = PackageFile.url("docs/configuration.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let begin = try XCTUnwrap(text.range(of: ConfigurationReference.begin)).upperBound
        let end = try XCTUnwrap(text.range(of: ConfigurationReference.end)).lowerBound

        if ProcessInfo.processInfo.environment["LANEKEEPER_REGENERATE"] == "1" {
            let whole = text[..<begin] + ConfigurationReference.markdown + "\n" + text[end...]
            try String(whole).write(to: file, atomically: true, encoding: .utf8)
            return
        }

        XCTAssertEqual(String(text[begin..<end]), ConfigurationReference.markdown + "\n")
    }
}
