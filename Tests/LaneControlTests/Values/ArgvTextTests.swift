import XCTest

@testable import LaneControl

final class ArgvTextTests: XCTestCase {
    func testWordsAreSplitAsAShellDoes() {
        let cases: [(String, [String]?)] = [
            ("make test", ["make", "test"]), ("  make  ", ["make"]),
            ("sh -c 'a  b'", ["sh", "-c", "a  b"]), ("echo \"a \\\"b\\\"\"", ["echo", "a \"b\""]),
            ("a\\ b", ["a b"]), ("'a'b\"c\"", ["abc"]), ("x ''", ["x", ""]),
            ("'a\\b'", ["a\\b"]), ("", nil), ("  ", nil), ("'open", nil), ("end\\", nil),
            ("a > b | c $D", ["a", ">", "b", "|", "c", "$D"]),
        ]

        for (text, words) in cases {
            XCTAssertEqual(ArgvText.words(text), words, text)
        }
    }
}
