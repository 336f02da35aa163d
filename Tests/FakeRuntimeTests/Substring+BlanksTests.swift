import XCTest

@testable import FakeRuntime

final class SubstringBlanksTests: XCTestCase {
    func testOnlyTheEndsAreTrimmed() {
        XCTAssertEqual("\t a b \n"[...].trimmingBlanks(), "a b")
        XCTAssertEqual("  "[...].trimmingBlanks(), "")
    }
}
