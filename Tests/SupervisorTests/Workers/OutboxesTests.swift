import Glibc
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class OutboxesTests: XCTestCase {
    private let lane = Sample.lane("vp.a")

    private func result(_ mission: String, _ number: Int = 1) -> RunResult {
        RunResult(
            runID: Sample.run(mission, number),
            fence: Fence(3),
            outcome: .completed,
            reason: .finished,
            endedAt: Sample.time(5)
        )
    }

    private func put(_ bytes: [UInt8], _ name: String, _ paths: InstancePaths) throws {
        try Files.createFolders(paths.outbox(of: lane), mode: 0o700)
        try Files.writeAtomically(bytes, to: "\(paths.outbox(of: lane))/\(name)", mode: 0o600)
    }

    private func bench() throws -> (TemporaryFolder, InstancePaths, LogCapture, Outboxes) {
        let folder = try TemporaryFolder()
        let paths = InstancePaths(state: folder.file("s"), runtime: folder.file("r"))
        let capture = try LogCapture()
        return (folder, paths, capture, Outboxes(paths: paths, log: capture.log))
    }

    func testLaneWithoutAnOutboxHasNothing() throws {
        let (folder, _, _, outboxes) = try bench()

        XCTAssertEqual(try outboxes.read(lane), [])
        withExtendedLifetime(folder) {}
    }

    func testResultsAreReadAscendingAndUnfinishedOnesAreNot() throws {
        let (folder, paths, _, outboxes) = try bench()
        for mission in ["b", "a", "c"] {
            try put(result(mission).encoded(), "\(mission).1.json", paths)
        }
        try put(result("d").encoded(), "d.1.json.new", paths)

        XCTAssertEqual(try outboxes.read(lane), [result("a"), result("b"), result("c")])
        withExtendedLifetime(folder) {}
    }

    func testEntryThatIsNoResultStaysAndHidesNoOther() throws {
        let (folder, paths, capture, outboxes) = try bench()
        try put(Array("{".utf8), "a.1.json", paths)
        try put(result("b").encoded(), "b.1.json", paths)

        XCTAssertEqual(try outboxes.read(lane), [result("b")])
        XCTAssertTrue(capture.text().contains("level=error event=outbox.corrupt"))
        XCTAssertTrue(Files.exists("\(paths.outbox(of: lane))/a.1.json"))
        withExtendedLifetime(folder) {}
    }

    func testOutboxThatCannotBeReadNowIsAnError() throws {
        let (folder, paths, _, outboxes) = try bench()
        try Files.createFolders(paths.lane(lane), mode: 0o700)
        // A link to itself cannot be opened, by root neither.
        XCTAssertEqual(symlink(paths.outbox(of: lane), paths.outbox(of: lane)), 0)

        XCTAssertThrowsError(try outboxes.read(lane))
        withExtendedLifetime(folder) {}
    }

    func testEntryIsDeletedOnceAndOneThatIsGoneIsNoTrouble() throws {
        let (folder, paths, capture, outboxes) = try bench()
        try put(result("a").encoded(), "a.1.json", paths)
        try put(result("b").encoded(), "b.1.json", paths)

        outboxes.delete(Sample.run("a", 1), of: lane)
        outboxes.delete(Sample.run("a", 1), of: lane)

        XCTAssertEqual(try outboxes.read(lane), [result("b")])
        XCTAssertEqual(capture.text(), "")
        withExtendedLifetime(folder) {}
    }

    func testEntryThatCannotBeDeletedIsAWarning() throws {
        let (folder, paths, capture, outboxes) = try bench()
        try Files.createFolders(paths.outboxEntry(Sample.run("a", 1), of: lane), mode: 0o700)

        outboxes.delete(Sample.run("a", 1), of: lane)

        XCTAssertTrue(capture.text().contains("level=warning event=outbox.notDeleted"))
        withExtendedLifetime(folder) {}
    }

    func testFolderWithTheNameOfAResultHidesNoOther() throws {
        let (folder, paths, capture, outboxes) = try bench()
        try put(result("b").encoded(), "b.1.json", paths)
        try Files.createFolders("\(paths.outbox(of: lane))/a.1.json", mode: 0o700)
        try put([UInt8](repeating: 32, count: RunResult.byteCountMax + 1), "c.1.json", paths)

        XCTAssertEqual(try outboxes.read(lane), [result("b")])
        let text = capture.text()
        XCTAssertTrue(text.contains("a.1.json"), text)
        XCTAssertTrue(text.contains("c.1.json"), text)
        withExtendedLifetime(folder) {}
    }
}
