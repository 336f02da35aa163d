import IntegrationSupport
import System
import XCTest

@testable import LoadHarness

final class AttachedMissionTests: XCTestCase {
    func testAQuotedWordReachesTheProgramAsItIs() throws {
        for text in ["plain", "two words\nand a line", "it's $HOME `x` \"y\" \\", "''"] {
            let script = "exec printf %s \(AttachedMission.quoted(text))"

            let output = try ProgramOutput.run("/bin/sh", ["-c", script])

            XCTAssertEqual(output.output, text)
        }
    }
}
