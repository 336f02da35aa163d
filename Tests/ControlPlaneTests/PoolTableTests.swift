import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class PoolTableTests: XCTestCase {
    private let policy = PoolPolicy()
    private let start = WallTime(nanoseconds: 0)

    func testNamesAscendWhateverTheOrderOfArrival() {
        XCTAssertEqual(makeTable("b", "a").keys, ["a", "b"])
    }

    func testOnlyWhatAPoolGrantsMarksIt() {
        var table = makeTable("a", "b", "c")

        var share = MinimumShare()
        share.count([.passedOver, .absent])
        table.modify("a") { $0.share = share }
        XCTAssertEqual(table["a"]?.share, share)
        XCTAssertEqual(table.touchedKeys, [])

        table.change("b") { _ = $0.probeRequested() }
        XCTAssertEqual(table.touchedKeys, [])

        table.change("b") { machine in
            _ = machine.held(
                PoolHold(
                    .operatorRequest,
                    note: "",
                    actor: "uid:0",
                    at: WallTime(nanoseconds: 0)
                )
            )
        }
        XCTAssertEqual(table.touchedKeys, ["b"])
    }

    func testPoolThatIsNotThereIsNeitherChangedNorMarked() {
        var table = makeTable("a")

        XCTAssertNil(table.change("none") { $0.slotCount(policy, usedCount: 0) })
        XCTAssertNil(table.modify("none") { $0.share })

        XCTAssertEqual(table.touchedKeys, [])
    }

    func testPoolIsNotableWhileSomethingIsKnownOfIt() {
        var table = makeTable("a")
        XCTAssertFalse(table.isNotable("a"))

        table.change("a") { _ = $0.exhausted(resetAt: nil, policy, jitter: 0, at: start) }
        XCTAssertTrue(table.isNotable("a"))
        XCTAssertFalse(table.isNotable("none"))
        table.change("a") { _ = $0.cleared() }

        XCTAssertFalse(table.isNotable("a"))
    }

    func testWhatTheLedgerHasIsNotWrittenAgain() {
        var table = makeTable("a", "b")
        var record = PoolRecord(name: "c")
        record.slotLimit = 1
        table.restore(record)
        XCTAssertEqual(table.takeUnsaved(), [])
        XCTAssertTrue(table.isNotable("c"))

        table.change("c") { _ = $0.cleared() }
        table.change("b") { _ = $0.exhausted(resetAt: nil, policy, jitter: 0, at: start) }

        XCTAssertEqual(table.takeUnsaved().map(\.name), ["b", "c"])
        XCTAssertEqual(table.takeUnsaved(), [])
    }

    func testFirstDueIsTheEarliestOfThePoolsInUse() {
        var table = makeTable("a", "b", "c")
        for (name, seconds) in [("a", 30), ("b", 10), ("c", 20)] as [(String, UInt64)] {
            table.change(name) { machine in
                let reset = WallTime(nanoseconds: 0) + .seconds(seconds)
                _ = machine.exhausted(
                    resetAt: reset,
                    policy,
                    jitter: 0,
                    at: WallTime(nanoseconds: 0)
                )
            }
        }

        table.endTurn(["a": policy, "c": policy])

        XCTAssertEqual(table.firstDue, table["c"]?.machine.nextChangeAt)
        XCTAssertEqual(table.touchedKeys, [])
    }

    func testTurnInWhichNothingChangesKeepsTheTime() {
        var table = makeTable("a")
        table.change("a") { machine in
            _ = machine.exhausted(
                resetAt: nil,
                policy,
                jitter: 0,
                at: WallTime(nanoseconds: 0)
            )
        }
        table.endTurn(["a": policy])
        let due = table.firstDue
        XCTAssertNotNil(due)

        table.endTurn([:])

        XCTAssertEqual(table.firstDue, due)
    }

    /// Returns a table in which nothing is marked.
    private func makeTable(_ names: String...) -> PoolTable {
        var table = PoolTable()
        for name in names { table.add(name) }
        XCTAssertEqual(table.touchedKeys, names.sorted())
        table.endTurn(OrderedTable())
        return table
    }
}
