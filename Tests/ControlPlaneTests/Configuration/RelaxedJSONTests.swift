import ControlPlane
import DataStructures
import Protocol
import XCTest

final class RelaxedJSONTests: XCTestCase {
    func testValuesOfEveryKindAreRead() {
        let table: [(text: String, value: JSONValue)] = [
            ("null", .null), (" true ", .bool(true)), ("false", .bool(false)),
            ("0", .integer(0)), ("-7", .integer(-7)), ("+7", .integer(7)), ("0x1F", .integer(31)),
            ("2.0", .integer(2)), ("1e3", .integer(1000)), (".5", .double(0.5)),
            ("-1.5e-1", .double(-0.15)), ("5.", .integer(5)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("\"\"", .string("")), ("'it\\'s'", .string("it's")), ("\"a'b\"", .string("a'b")),
            ("'\\x41\\u00e9\\ud83d\\ude00\\n'", .string("Aé😀\n")), ("'a\\\nb'", .string("ab")),
            ("'ü'", .string("ü")),
            ("[]", .array([])), ("[1,2,]", .array([.integer(1), .integer(2)])),
            ("{}", .object([:])),
            (
                "{a: 1, 'b': [true], \"c\": {}, $_d9: 0,}",
                .object([
                    "a": .integer(1), "b": .array([.bool(true)]), "c": .object([:]),
                    "$_d9": .integer(0),
                ])
            ),
            ("// one\n/* two\n * three */ 4 // five", .integer(4)),
            ("\u{FEFF}1\r\n", .integer(1)),
        ]
        for (text, value) in table {
            XCTAssertEqual(RelaxedJSON.parse(Array(text.utf8)), .success(value), text)
        }
    }

    func testMistakesNameLineAndColumn() {
        let table: [(text: String, problem: String)] = [
            ("", "line 1, column 1: the text ends before a value"),
            ("{a: 1,\n  b: }", "line 2, column 6: '}' where a value belongs"),
            ("{a 1}", "line 1, column 4: '1' where ':' belongs"),
            ("{a: 1 b: 2}", "line 1, column 7: 'b' where ',' or '}' belongs"),
            ("[1 2]", "line 1, column 4: '2' where ',' or ']' belongs"),
            ("[1,,2]", "line 1, column 4: ',' where a value belongs"),
            ("{,}", "line 1, column 2: ',' where a name belongs"),
            ("{1a: 1}", "line 1, column 4: ':' where a name belongs"),
            ("{} x", "line 1, column 4: 'x' where the end belongs"),
            ("\n 'abc", "line 2, column 2: a string that does not end"),
            ("'a\nb'", "line 1, column 1: a string that does not end on its line"),
            ("'\\u12'", "line 1, column 4: an escape needs 4 hexadecimal digits"),
            ("'\\ud800'", "line 1, column 8: half of a surrogate pair"),
            ("'\\1'", "line 1, column 3: a digit cannot be escaped"),
            ("/* a", "line 1, column 1: a comment that does not end"),
            ("yes", "line 1, column 1: \"yes\" is no value (quote a string)"),
            ("Infinity", "line 1, column 1: \"Infinity\" is no value (quote a string)"),
            ("1e999", "line 1, column 1: \"1e999\" is no finite number"),
            ("007", "line 1, column 1: \"007\" is no finite number"),
            ("1.2.3", "line 1, column 1: \"1.2.3\" is no finite number"),
            ("--1", "line 1, column 1: \"-\" is no finite number"),
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

    func testTextThatIsNotUTF8IsRefusedWhereItIs() {
        XCTAssertEqual(
            problems([0x7B, 0x0A, 0x22, 0xFF, 0x22, 0x7D]),
            ["line 2, column 2: not UTF-8"]
        )
    }

    func testDepthIsBounded() {
        let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)

        XCTAssertEqual(problems(Array(deepest.utf8)), [])
        XCTAssertEqual(
            problems(Array(repeating: UInt8(ascii: "["), count: 1_000_000)),
            ["line 1, column 65: more than 64 objects and lists inside each other"]
        )
    }

    private func problems(_ bytes: [UInt8]) -> [String] {
        switch RelaxedJSON.parse(bytes) {
        case .success: []
        case .failure(let problems): problems.lines
        }
    }
}
