import DataStructures
import XCTest

@testable import Protocol

final class JSONTextTests: XCTestCase {
    func testValuesAreWrittenInOneForm() {
        var members = OrderedTable<String, JSONValue>()
        members["b"] = .array([.null, .bool(true), .bool(false), .integer(-7), .double(0.5)])
        members["B"] = .integer(.max)
        members["a/\u{e9}"] = .string("\"\\/\n\r\t\u{1}\u{1f}\u{7f}\u{2028}\u{1F600}")
        members[""] = .object(OrderedTable())
        members["c"] = .array([])
        members["d"] = .double(.nan)

        let text = String(decoding: JSONText.encode(.object(members)), as: UTF8.self)

        XCTAssertEqual(
            text,
            #"{"":{},"B":9223372036854775807,"a/é":"\"\\/\n\r\t\u0001\u001f"# + "\u{7f}\u{2028}😀"
                + #"","b":[null,true,false,-7,0.5],"c":[],"d":null}"#
        )
    }

    func testWhatIsWrittenIsReadBack() throws {
        for seed in 0..<300 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let value = Self.randomValue(&generator, depth: 4)
            let text = JSONText.encode(value)
            XCTAssertEqual(try JSONText.decodeValue(text[...]), value, "seed \(seed)")
            XCTAssertFalse(text.contains(UInt8(ascii: "\n")))
        }
    }

    func testConfigurationMayHaveComments() throws {
        let text = "// lanes\n{ slots: 2, /* one */ 'name': \"a\", list: [1, 2,], }\n"

        let value = try JSONText.decodeConfiguration(Array(text.utf8)[...])

        XCTAssertEqual(
            String(decoding: JSONText.encode(value), as: UTF8.self),
            #"{"list":[1,2],"name":"a","slots":2}"#
        )
        XCTAssertThrowsError(try JSONText.decodeValue(Array(text.utf8)[...]))
        XCTAssertThrowsError(try JSONText.decodeConfiguration(Array("{".utf8)[...]))
    }

    func testWrongShapesAreRefused() {
        XCTAssertThrowsError(try JSONText.decodePayload("[]"))
        XCTAssertThrowsError(try JSONText.decodePayload("{"))
        XCTAssertThrowsError(try JSONText.decodeStrings("{}"))
        XCTAssertThrowsError(try JSONText.decodeStrings(#"["a",1]"#)) { error in
            let expected = ProtocolError(.invalidField, path: "[1]", "1 is not a string")
            XCTAssertEqual(error as? ProtocolError, expected)
        }
    }

    private static func randomValue(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        switch generator.next() % (depth > 0 ? 7 : 5) {
        case 0: return .null
        case 1: return .bool(generator.next() % 2 == 0)
        case 2: return .integer(Int64(bitPattern: generator.next()))
        case 3: return .double(Double(generator.next() % 1_000_000) + 0.25)
        case 4: return .string(randomText(&generator))
        case 5:
            let count = Int(generator.next() % 4)
            return .array((0..<count).map { _ in randomValue(&generator, depth: depth - 1) })
        default:
            var members = OrderedTable<String, JSONValue>()
            for _ in 0..<generator.next() % 4 {
                members[randomText(&generator)] = randomValue(&generator, depth: depth - 1)
            }
            return .object(members)
        }
    }

    private static func randomText(_ generator: inout SeededGenerator) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "\"", "\\", "\n", "\u{0}", "\u{1f}", "é", "\u{2028}", "😀", "/",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<generator.next() % 6 {
            text.append(scalars[Int(generator.next() % UInt64(scalars.count))])
        }
        return String(text)
    }
}
