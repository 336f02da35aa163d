import XCTest

@testable import LoadHarness

final class TextColumnsTests: XCTestCase {
    func testCellsOfAColumnTouchOnTheirSide() {
        var columns = TextColumns([.left, .right, .left], lineCharacterCountMax: 40)
        columns.add(["name", "value", ""])
        columns.add(["a", "12", "met"])

        XCTAssertEqual(columns.lines, ["name  value", "a        12  met"])
    }

    func testTheFirstColumnGivesWay() {
        var columns = TextColumns([.left, .right], lineCharacterCountMax: 12)
        columns.add(["a rather long name", "1234"])
        columns.add(["b", "5"])

        XCTAssertEqual(columns.lines, ["a rat…  1234", "b          5"])
    }
}
