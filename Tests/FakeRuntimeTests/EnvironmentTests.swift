import Foundation
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

    func testPathsOfIncludedFilesNameVariables() throws {
        let folder = try TemporaryFolder()
        try "say found".write(
            toFile: "\(folder.path)/x-lane.1-$-",
            atomically: false,
            encoding: .utf8
        )

        let execution = try Execution(
            "include $FOLDER/x-$LANE_ID$GONE-$-; include $FOLDER/x-$LANE_I",
            variables: ["LANE_ID=lane.1", "FOLDER=\(folder.path)"]
        )

        XCTAssertEqual(try execution.outputText(), "found\n")
        XCTAssertEqual(try execution.end(), "exit:0")
    }
}
