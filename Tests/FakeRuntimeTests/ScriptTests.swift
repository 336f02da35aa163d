import XCTest

@testable import FakeRuntime

final class ScriptTests: XCTestCase {
    func testSeparatorsAndEscapes() throws {
        let script = try Script(" say a ;; # a note\nsay b\\;c; say \\d\\")

        XCTAssertEqual(script.instructions, [.say("a"), .say("b;c"), .say("\\d\\")])
    }

    func testDurationsAreSeconds() throws {
        XCTAssertEqual(try Script("sleep 0.25").instructions, [.pause(250_000_000)])
    }

    func testInstructionsForOneAttemptAreReadBeforeTheFirstIsCarriedOut() throws {
        let script = try Script("attempt 3 limit a rejected retry_after=1; include $A/b c")

        XCTAssertEqual(
            script.instructions,
            [
                .attempt(
                    number: 3,
                    .report(
                        #"{"lane":"limit","class":"a","state":"rejected","retry_after":1}"#
                    )
                ), .include(path: "$A/b c"),
            ]
        )
        XCTAssertThrowsError(try Script("say a; attempt 2 bogus"))
    }

    func testMistakesNameTheInstruction() {
        let problems: KeyValuePairs = [
            "bogus 1": "no instruction is called \"bogus\" (fake-runtime --help lists them)",
            "exit 256": "CODE is \"256\", not a number from 0 to 255",
            "exit": "CODE is missing",
            "stall 1": "\"1\" is too much",
            "sleep -1": "SECONDS is \"-1\", not a number from 0 to 86400",
            "sleep nan": "SECONDS is \"nan\", not a number from 0 to 86400",
            "tool a begin": "status is \"begin\", not one of start, end",
            "usage 1 2 0x1": "COST is not a number",
            "limit a rejected x": "\"x\" is not KEY=VALUE",
            "effect /x begin": "place is \"begin\", not one of start, end",
            "effect /x": "place is missing",
            "attempt 0 stall": "N is \"0\", not a number from 1 to 1000000",
            "attempt 1": "INSTRUCTION is missing",
            "grandchild 1 hide":
                "an option is not one of setsid, double-fork, ignore-term, hold-pipe",
        ]
        for (instruction, problem) in problems {
            XCTAssertThrowsError(try Script("say a; \(instruction)")) { error in
                let expected = ScriptError.unreadable(instruction: instruction, problem: problem)
                XCTAssertEqual(error as? ScriptError, expected)
            }
        }
    }
}
