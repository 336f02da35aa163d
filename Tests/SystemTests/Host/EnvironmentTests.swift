import Glibc
import System
import XCTest

final class EnvironmentTests: XCTestCase {
    func testValueIsFoundByItsWholeKey() {
        setenv("LK_TEST_KEY2", "long", 1)
        setenv("LK_TEST_KEY", "a=b", 1)
        defer {
            unsetenv("LK_TEST_KEY2")
            unsetenv("LK_TEST_KEY")
        }

        XCTAssertEqual(Environment.value(of: "LK_TEST_KEY"), "a=b")
        XCTAssertNil(Environment.value(of: "LK_TEST"))
        XCTAssertTrue(Environment.entries.contains("LK_TEST_KEY2=long"))
    }
}
