import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class LaneTableTests: XCTestCase {
    func testNamesAscendWhateverTheOrderOfArrival() {
        let table = makeTable("vp.c", "vp.a", "vp.b")

        XCTAssertEqual(table.keys, ["vp.a", "vp.b", "vp.c"])
        XCTAssertEqual(table.map(\.key), ["vp.a", "vp.b", "vp.c"])
        XCTAssertEqual(table.map(\.value.id), ["vp.a", "vp.b", "vp.c"])
        XCTAssertEqual(table.count, 3)
    }

    func testReadingMarksNothing() {
        var table = makeTable("vp.a", "vp.b")
        table.settled { _ in nil }

        _ = table["vp.a"]?.runs.count
        _ = table["vp.none"]

        XCTAssertEqual(table.touchedKeys, [])
    }

    func testEveryWayToChangeALaneMarksIt() {
        var table = makeTable("vp.a", "vp.b", "vp.c")
        table.settled { _ in nil }

        table["vp.b"]?.survivorCount = 1
        XCTAssertEqual(table.modify("vp.a") { $0.survivorCount + 2 }, 2)
        XCTAssertNil(table.modify("vp.none") { $0.survivorCount })

        XCTAssertEqual(table.touchedKeys, ["vp.a", "vp.b"])
        XCTAssertEqual(table["vp.b"]?.survivorCount, 1)
        table.touchAll()
        XCTAssertEqual(table.touchedKeys, ["vp.a", "vp.b", "vp.c"])
    }

    func testLaneIsMarkedWhenItsTimeHasCome() {
        var table = makeTable("vp.a", "vp.b")
        table.settled { $0.id == "vp.a" ? .ms(20) : .ms(10) }
        XCTAssertEqual(table.firstDue, .ms(10))

        table.touchDue(at: .ms(9))
        XCTAssertEqual(table.touchedKeys, [])
        table.touchDue(at: .ms(10))

        XCTAssertEqual(table.touchedKeys, ["vp.b"])
    }

    func testNewTimeTakesThePlaceOfTheOldOne() {
        var table = makeTable("vp.a")
        table.settled { _ in .ms(10) }

        table["vp.a"]?.survivorCount = 1
        table.settled { _ in .ms(30) }
        table.touchDue(at: .ms(29))

        XCTAssertEqual(table.touchedKeys, [])
        XCTAssertEqual(table.firstDue, .ms(30))
        table["vp.a"]?.survivorCount = 2
        table.settled { _ in nil }
        XCTAssertNil(table.firstDue)
    }

    func testOnlyMarkedLanesAreAskedForTheirTime() {
        var table = makeTable("vp.a", "vp.b")
        table.settled { _ in nil }
        table["vp.b"]?.survivorCount = 1
        var asked: [LaneID] = []

        table.settled { lane in
            asked.append(lane.id)
            return nil
        }

        XCTAssertEqual(asked, ["vp.b"])
    }

    private func makeTable(_ names: LaneID...) -> LaneTable {
        var table = LaneTable()
        for name in names { table[name] = Lane.made(name) }
        return table
    }
}
