import DataStructures
import Foundation
import XCTest

@testable import Supervisor

final class OrderedTableEnvironmentTests: XCTestCase {
    func testValuesKeepTheirEqualSigns() {
        setenv("LKC_TEST", "a=b=", 1)
        defer { unsetenv("LKC_TEST") }

        XCTAssertEqual(OrderedTable.ofThisProcess["LKC_TEST"], "a=b=")
        XCTAssertNil(OrderedTable.ofThisProcess["LKC_GONE"])
    }
}
