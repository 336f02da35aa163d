import XCTest

@testable import LaneControl

final class TableTests: XCTestCase {
    private func makeTable() -> Table {
        var table = Table([.init("NAME"), .init("N", isRight: true), .init("TEXT")])
        table.add(["a", "10", "short"])
        table.add(["longer", "", "a text that is long\nand has two lines"])
        return table
    }

    func testColumnsAreAlignedAndNothingIsCutInAPipe() {
        XCTAssertEqual(
            makeTable().text(columnCount: nil),
            """
            NAME     N  TEXT
            a       10  short
            longer   -  a text that is long and has two lines

            """
        )
    }

    func testLastColumnIsCutOnATerminal() {
        XCTAssertEqual(
            makeTable().text(columnCount: 24),
            """
            NAME     N  TEXT
            a       10  short
            longer   -  a text that…

            """
        )
    }

    func testColoursDoNotMoveColumns() {
        var table = Table([.init("STATUS"), .init("X")])
        table.add(["failed", "1"])
        table.add(["ok", "2"])

        XCTAssertEqual(
            table.text(columnCount: nil, style: .colored),
            "STATUS  X\n\u{1B}[31mfailed\u{1B}[0m  1\n\u{1B}[32mok\u{1B}[0m      2\n"
        )
    }
}
