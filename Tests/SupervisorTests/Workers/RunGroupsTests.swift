import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class RunGroupsTests: XCTestCase {
    private let lane = Sample.lane("vp.a")

    /// Groups of an instance of this test; removed at its end.
    private func makeGroups(_ capture: LogCapture, _ instance: String = "") throws -> RunGroups {
        let name = "\(CurrentProcess.pid)\(instance)"
        let groups = RunGroups(isEnabled: true, instance: name, log: capture.log)
        if let obstacle = groups.obstacle {
            print("not proved: \(self.name): \(obstacle)")
            throw XCTSkip(obstacle)
        }
        addTeardownBlock { groups.removeAll() }
        return groups
    }

    func testSwitchedOffMakesNoneAndForgetsAnOldNote() throws {
        let folder = try TemporaryFolder()
        let capture = try LogCapture()
        let groups = RunGroups(isEnabled: false, instance: "x", log: capture.log)
        try folder.write(Array("/sys/fs/cgroup/old".utf8), to: "note")

        XCTAssertEqual(groups.obstacle, "switched off")
        XCTAssertNil(try groups.prepare(lane, noteAt: folder.file("note")))
        XCTAssertFalse(folder.exists("note"))
        groups.removeAll()
        XCTAssertEqual(capture.text(), "")
    }

    func testGroupOfARunIsFoundThroughTheNote() throws {
        let folder = try TemporaryFolder()
        let capture = try LogCapture()
        let groups = try makeGroups(capture)
        let note = folder.file("note")
        let run = Sample.run("m", 1)

        let group = try XCTUnwrap(try groups.prepare(lane, noteAt: note))

        XCTAssertTrue(Files.exists(group.path))
        XCTAssertNil(groups.group(of: run, notedAt: note), "the run has none")
        try group.child(run.rawValue).create()
        // Another incarnation finds it too, whatever it may make itself.
        let later = RunGroups(isEnabled: false, instance: "y", log: capture.log)
        XCTAssertEqual(later.group(of: run, notedAt: note), group.child(run.rawValue))
        XCTAssertNil(later.group(of: run, notedAt: folder.file("none")))
    }

    func testNothingIsLeftAfterAStop() throws {
        let folder = try TemporaryFolder()
        let capture = try LogCapture()
        let groups = try makeGroups(capture)
        let group = try XCTUnwrap(try groups.prepare(lane, noteAt: folder.file("note")))
        let parent = group.path.split(separator: "/").dropLast().joined(separator: "/")

        groups.removeAll()

        XCTAssertFalse(Files.exists("/" + parent))
        groups.removeAll()
        XCTAssertEqual(capture.text(), "", "nothing to remove is no trouble")
    }

    func testGroupInWhichSomethingLivesStaysAndIsTold() throws {
        let folder = try TemporaryFolder()
        let capture = try LogCapture()
        let groups = try makeGroups(capture)
        let group = try XCTUnwrap(try groups.prepare(lane, noteAt: folder.file("note")))
        var request = SpawnRequest(executable: "/bin/sleep", arguments: ["60"], environment: [])
        request.deathSignal = .kill
        let opened = try group.openFolder()
        request.controlGroup = opened.rawValue
        let process = try request.start()
        defer {
            _ = try? process.send(.kill)
            _ = try? process.wait(until: Deadline.after(10))
        }

        groups.removeAll()

        XCTAssertTrue(try group.isPopulated())
        XCTAssertTrue(capture.text().contains("level=warning event=cgroup.left"))
        _ = consume opened
    }

    func testInstancesDoNotRemoveEachOthersGroups() throws {
        let folder = try TemporaryFolder()
        let capture = try LogCapture()
        let (one, other) = (try makeGroups(capture, "a"), try makeGroups(capture, "b"))
        _ = try one.prepare(lane, noteAt: folder.file("a"))
        let group = try XCTUnwrap(try other.prepare(lane, noteAt: folder.file("b")))

        one.removeAll()

        XCTAssertTrue(Files.exists(group.path))
    }
}
