import Foundation
import XCTest

@testable import LoadHarness

final class PageStyleTests: XCTestCase {
    func testNothingInItWouldBeEscaped() {
        XCTAssertEqual(PageStyle.text.filter { "<>&\"'\n".contains($0) }, "")
    }

    func testNothingIsFetched() {
        for word in ["url(", "@import", "http", "src"] {
            XCTAssertFalse(PageStyle.text.contains(word), word)
        }
    }

    func testBracesAreBalanced() {
        var depth = 0
        for character in PageStyle.text {
            if character == "{" { depth += 1 }
            if character == "}" { depth -= 1 }
            XCTAssertGreaterThanOrEqual(depth, 0)
        }
        XCTAssertEqual(depth, 0)
    }

    func testEveryVariableThatIsUsedIsDeclared() {
        let declared = Set(Palette.Role.allCases.map(\.rawValue))
        let used = PageStyle.text.split(separator: "var(--", omittingEmptySubsequences: false)
            .dropFirst().map { String($0.prefix { $0 != ")" }) }

        XCTAssertGreaterThan(used.count, 20)
        XCTAssertEqual(used.filter { !declared.contains($0) }, [])
    }
}
