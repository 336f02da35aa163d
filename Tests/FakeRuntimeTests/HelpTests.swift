import System
import XCTest

@testable import FakeRuntime

final class HelpTests: XCTestCase {
    func testHelpListsEveryInstruction() throws {
        let execution = try Execution("--help")

        let text = try execution.outputText()

        XCTAssertEqual(try execution.end(), "exit:0")
        for form in InstructionForm.all {
            let synopsis = form.arguments.isEmpty ? form.name : "\(form.name) \(form.arguments)"
            XCTAssertTrue(text.contains("\n  \(synopsis)"), synopsis)
            XCTAssertTrue(text.contains("  \(form.summary)\n"), form.summary)
        }
    }
}
