import System
import XCTest

final class EnvironmentTests: XCTestCase {
    func testVariablesAreShownAsGiven() throws {
        let variables = ["B=2=3", "A=1", "EMPTY="]

        let all = try Execution("printenv", variables: variables)
        let some = try Execution("env B; env EMPTY; env GONE", variables: variables)

        XCTAssertEqual(try all.outputText(), "A=1\nB=2=3\nEMPTY=\n")
        XCTAssertEqual(try some.outputText(), "2=3\n\n\n")
    }
}
