import XCTest

final class ShellWordsTests: XCTestCase {
    func testQuotesPipesAndCommentsAreUnderstood() {
        let line = "lanectl ps -o name | xargs -r lanectl cancel --reason 'not now'  # all"

        XCTAssertEqual(
            ShellWords.commands(in: line),
            [
                ["lanectl", "ps", "-o", "name"],
                ["xargs", "-r", "lanectl", "cancel", "--reason", "not now"],
            ]
        )
    }

    func testRedirectionIsNoWord() {
        XCTAssertEqual(
            ShellWords.commands(in: "a b >c 2 && d \"e f\" < g 2>h &"),
            [["a", "b", "2"], ["d", "e f"]]
        )
    }

    func testCommentAloneIsNoCommand() {
        XCTAssertEqual(ShellWords.commands(in: "# lanectl gone"), [])
    }
}
