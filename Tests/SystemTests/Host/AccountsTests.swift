import System
import XCTest

final class AccountsTests: XCTestCase {
    func testRoot() throws {
        XCTAssertEqual(try Accounts.name(of: 0), "root")
        XCTAssertEqual(try Accounts.uid(named: "root"), 0)
        XCTAssertEqual(try Accounts.gid(named: "root"), 0)
        XCTAssertTrue(try Accounts.groups(of: 0).contains(0))
    }

    func testStrangersAreNil() throws {
        XCTAssertNil(try Accounts.name(of: 4_000_000_000))
        XCTAssertNil(try Accounts.uid(named: "no-such-user"))
        XCTAssertNil(try Accounts.gid(named: "no-such-group"))
        XCTAssertEqual(try Accounts.groups(of: 4_000_000_000), [])
    }
}
