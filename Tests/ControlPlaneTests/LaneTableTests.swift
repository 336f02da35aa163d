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
        table.endTurn(nil)

        _ = table["vp.a"]?.runs.count
        _ = table["vp.none"]
        XCTAssertEqual(table.look(at: "vp.a") { $0.id }, "vp.a")
        XCTAssertNil(table.look(at: "vp.none") { $0.id })

        XCTAssertEqual(table.touchedKeys, [])
    }

    func testAnotherOrderOfWhatWaitsMarksNothing() throws {
        var table = makeTable("vp.a")
        let mission = try makeMission(1, .deadline, deadline: 1)
        table["vp.a"]?.queue = makeQueue([mission])
        table.endTurn(nil)

        table.reorder("vp.a") { $0.remove(mission, turn: nil) }
        table.reorder("vp.none") { _ in XCTFail("there is no such lane") }

        XCTAssertEqual(table["vp.a"]?.queue.count, 0)
        XCTAssertEqual(table.touchedKeys, [])
    }

    func testEveryWayToChangeALaneMarksIt() {
        var table = makeTable("vp.a", "vp.b", "vp.c")
        table.endTurn(nil)

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
        table.settled("vp.a", dueAt: .ms(20))
        table.settled("vp.b", dueAt: .ms(10))
        table.endTurn()
        XCTAssertEqual(table.firstDue, .ms(10))

        table.touchDue(at: .ms(9))
        XCTAssertEqual(table.touchedKeys, [])
        table.touchDue(at: .ms(10))

        XCTAssertEqual(table.touchedKeys, ["vp.b"])
    }

    func testNewTimeTakesThePlaceOfTheOldOne() {
        var table = makeTable("vp.a")
        table.endTurn(.ms(10))

        table["vp.a"]?.survivorCount = 1
        table.endTurn(.ms(30))
        table.touchDue(at: .ms(29))

        XCTAssertEqual(table.touchedKeys, [])
        XCTAssertEqual(table.firstDue, .ms(30))
        table["vp.a"]?.survivorCount = 2
        table.endTurn(nil)
        XCTAssertNil(table.firstDue)
    }

    func testLaneThatComesLaterChangesNothingOfTheOthers() {
        var table = makeTable("vp.b")
        table["vp.b"] = Scene.ready("vp.b").core.lanes["vp.b"]
        table["vp.b"]?.survivorCount = 7
        table.endTurn(.ms(20))

        table["vp.a"] = Lane.made("vp.a")
        table.settled("vp.a", dueAt: nil)
        table.endTurn()
        table.touchDue(at: .ms(20))

        XCTAssertEqual(table.touchedKeys, ["vp.b"])
        XCTAssertEqual(table["vp.a"]?.survivorCount, 0)
        XCTAssertEqual(table["vp.b"]?.survivorCount, 7)
        XCTAssertEqual(table.readyCount, 1)
        table.endTurn(nil)
        XCTAssertNil(table.firstDue)
        XCTAssertEqual(table.readyCount, 1)
    }

    func testReadyWorkersAreCountedAtTheEndOfTheTurn() {
        var table = makeTable("vp.a", "vp.b")

        table["vp.a"] = Scene.ready("vp.a").core.lanes["vp.a"]
        XCTAssertEqual(table.readyCount, 0)
        table.endTurn(nil)
        XCTAssertEqual(table.readyCount, 1)

        table["vp.a"]?.worker = Lane.made("vp.a").worker
        table.endTurn(nil)
        XCTAssertEqual(table.readyCount, 0)
    }

    private func makeTable(_ names: LaneID...) -> LaneTable {
        var table = LaneTable()
        for name in names { table[name] = Lane.made(name) }
        return table
    }
}

extension LaneTable {
    /// Every lane that was changed is due at one time.
    fileprivate mutating func endTurn(_ time: MonotonicTime?) {
        for id in touchedKeys { settled(id, dueAt: time) }
        endTurn()
    }
}
