import ControlPlane
import DataStructures
import Protocol
import XCTest

final class ConfigurationSyntaxTests: XCTestCase {
    func testValuesCommentsAndRelaxedFormsAreRead() {
        let table: [(text: String, value: JSONValue)] = [
            ("null", .null), (" true ", .bool(true)), ("-7", .integer(-7)),
            ("\"a'b\"", .string("a'b")), ("'a\"b'", .string("a\"b")),
            ("[1,2,]", .array([.integer(1), .integer(2)])), ("{}", .object([:])),
            (
                "{a: 1, 'b': [true], \"c\": {a: 0},}",
                .object([
                    "a": .integer(1), "b": .array([.bool(true)]), "c": .object(["a": .integer(0)]),
                ])
            ),
            ("// one }\n/* two ]\n * three */ 4 // five {", .integer(4)),
            ("{\"a:b\": ':', c: '{'}", .object(["a:b": .string(":"), "c": .string("{")])),
        ]
        for (text, value) in table {
            XCTAssertEqual(ConfigurationSyntax.parse(Array(text.utf8)), .success(value), text)
        }
    }

    func testMistakesOfStructureNameLineAndColumn() {
        let table: [(text: String, problem: String)] = [
            ("{a: [1}", "line 1, column 7: '}' closes nothing that is open"),
            ("{a: 1\n]", "line 2, column 1: ']' closes nothing that is open"),
            ("}", "line 1, column 1: '}' closes nothing that is open"),
            ("{\n  a: [1, 2]", "line 1, column 1: '{' is not closed"),
            ("\n 'abc", "line 2, column 2: a string that does not end"),
            ("{a: 'x\\", "line 1, column 5: a string that does not end"),
            ("/* a", "line 1, column 1: a comment that does not end"),
            ("{a: 1,\n 'a': 2}", "line 2, column 2: the name \"a\" is given twice"),
        ]
        for (text, problem) in table {
            XCTAssertEqual(problems(Array(text.utf8)), [problem], text)
        }
    }

    func testEveryNameThatIsGivenTwiceIsReported() {
        XCTAssertEqual(
            problems(Array("{a: {b: 1, b: 2}, a: 3}".utf8)),
            [
                "line 1, column 12: the name \"b\" is given twice",
                "line 1, column 19: the name \"a\" is given twice",
            ]
        )
    }

    func testWhatFoundationRefusesIsRefused() {
        for text in ["", "{a 1}", "{a: 1 b: 2}", "[1 2]", "{a: }", "yes", "1.2.3", "{} x"] {
            XCTAssertEqual(
                problems(Array(text.utf8)),
                ["not JSON (JSON with comments; look for a missing comma, colon or quote)"],
                text
            )
        }
    }

    func testTextThatIsNotUTF8IsRefused() {
        XCTAssertEqual(problems([0x7B, 0x0A, 0x22, 0xFF, 0x22, 0x7D]).count, 1)
    }

    func testDepthIsBounded() {
        let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)

        XCTAssertEqual(problems(Array(deepest.utf8)), [])
        XCTAssertEqual(
            problems(Array(repeating: UInt8(ascii: "["), count: 1_000_000)),
            ["line 1, column 66: more than 64 objects and lists inside each other"]
        )
    }

    private func problems(_ bytes: [UInt8]) -> [String] {
        switch ConfigurationSyntax.parse(bytes) {
        case .success: []
        case .failure(let problems): problems.lines
        }
    }
}
