import Protocol
import XCTest

@testable import System

final class ProcessTableTests: XCTestCase {
    func testEntryOfOurselves() throws {
        let entry = try ProcessTable.entry(of: CurrentProcess.pid)

        XCTAssertEqual(entry.parent, CurrentProcess.parentPID)
        XCTAssertEqual(entry.identity, try CurrentProcess.identity())
        XCTAssertGreaterThan(entry.residentBytes, 1_000_000)
        XCTAssertFalse(entry.isZombie)
    }

    func testNameWithBlanksAndParenthesesDoesNotShiftFields() throws {
        let folder = try TemporaryFolder()
        let program = folder.file("a) R 1 2 (b")
        let bytes = try Files.read("/bin/sleep", byteCountMax: 1 << 20)
        try Files.writeAtomically(bytes, to: program, mode: 0o755)
        let request = SpawnRequest(executable: program, arguments: ["600"], environment: [])

        let child = try request.start()
        let entry = try ProcessTable.entry(of: child.identity.pid)

        XCTAssertEqual(entry.parent, CurrentProcess.pid)
        XCTAssertEqual(entry.session, child.identity.pid)
        try child.send(.kill)
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
    }

    func testAllProcessesAreAscendingAndHoldUs() throws {
        let all = try ProcessTable.processIDs()

        XCTAssertEqual(all, all.sorted())
        XCTAssertTrue(all.contains(CurrentProcess.pid))
        XCTAssertTrue(all.contains(1))
    }

    func testMissingProcessHasNoEntry() throws {
        XCTAssertNil(try ProcessTable.entryIfPresent(1 << 24))
        XCTAssertNil(ProcessTable.environmentValue(of: "PATH", in: 1 << 24))
        XCTAssertEqual(try ProcessTable.children(of: 1 << 24), [])
    }

    func testEnvironmentValueIsFoundByItsWholeKey() throws {
        let filler = String(repeating: "x", count: 20_000)
        let environment = [
            "A=\(filler)", "LANE_RUN=1", "XLANE_RUN_ID=2", "LANE_RUN_ID2=3", "EMPTY=",
            "LANE_RUN_ID=m1.2", "LANE_RUN_ID=later",
        ]
        let child = try Shell.sleeper(environment: environment).start()
        let pid = child.identity.pid

        XCTAssertEqual(ProcessTable.environmentValue(of: "LANE_RUN_ID", in: pid), "m1.2")
        XCTAssertEqual(ProcessTable.environmentValue(of: "LANE_RUN", in: pid), "1")
        XCTAssertEqual(ProcessTable.environmentValue(of: "EMPTY", in: pid), "")
        XCTAssertNil(ProcessTable.environmentValue(of: "LANE", in: pid))
        XCTAssertNil(ProcessTable.environmentValue(of: "A", in: pid), "over the limit")

        try child.send(.kill)
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
    }

    func testValueAcrossTheEdgeOfAChunkIsWhole() throws {
        for shift in 8_170...8_195 {
            let environment = ["A=\(String(repeating: "x", count: shift))", "LANE_RUN_ID=m1.2"]
            let child = try Shell.sleeper(environment: environment).start()

            let value = ProcessTable.environmentValue(of: "LANE_RUN_ID", in: child.identity.pid)

            XCTAssertEqual(value, "m1.2", "\(shift)")
            try child.send(.kill)
            XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
        }
    }

    func testBothWaysFindTheSameChildren() throws {
        let children = try (0..<5).map { _ in try Shell.sleeper().start() }
        let pids = Set(children.map(\.identity.pid))

        let listed = try ProcessTable.children(of: CurrentProcess.pid)
        let scanned = try ProcessTable.childrenByParent(CurrentProcess.pid)

        XCTAssertTrue(pids.isSubset(of: listed))
        XCTAssertEqual(Set(listed), Set(scanned))
        for child in children {
            try child.send(.kill)
            XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
        }
    }
}
