import ControlPlane
import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class TreeEnderTests: XCTestCase {
    private let lane = Sample.lane("vp.a")

    func testEveryProcessOfTheRunsIsKilledAndNoOther() throws {
        let bench = try EnderBench(self)
        let first = try bench.start("te-\(CurrentProcess.pid).1")
        let second = try bench.start("te-\(CurrentProcess.pid).2")
        let other = try bench.start("te-\(CurrentProcess.pid).3")
        let runs = [1, 2].map { RunRemains(runID: Sample.run("te-\(CurrentProcess.pid)", $0)) }

        bench.ender.begin(lane, Generation(4), runs)

        XCTAssertEqual(try bench.event(), .treesGone(lane, Generation(4)))
        XCTAssertEqual(try first.wait(until: Deadline.after(10)), .signalled(.kill))
        XCTAssertEqual(try second.wait(until: Deadline.after(10)), .signalled(.kill))
        XCTAssertNil(try other.reap())
        XCTAssertNil(bench.ender.nextDeadline)
    }

    func testRunsWithoutProcessesAreGoneAtOnce() throws {
        let bench = try EnderBench(self)

        bench.ender.begin(lane, Generation(4), [RunRemains(runID: Sample.run("te-none", 1))])
        bench.ender.begin(lane, Generation(5), [RunRemains(runID: Sample.run("te-none", 2))])

        var inbox: [Event] = []
        bench.ender.receive(into: &inbox)
        XCTAssertEqual(
            inbox,
            [.treesGone(lane, Generation(4)), .treesGone(lane, Generation(5))]
        )
        XCTAssertNil(bench.ender.nextDeadline)
    }

    func testNextLookComesSoonAndNotBefore() throws {
        let bench = try EnderBench(self)
        let process = try bench.start("te-\(CurrentProcess.pid).4")
        let run = Sample.run("te-\(CurrentProcess.pid)", 4)
        bench.ender.begin(lane, Generation(4), [RunRemains(runID: run)])
        let begunAt = try XCTUnwrap(bench.ender.nextDeadline)
        XCTAssertLessThanOrEqual(begunAt, Clock.bootTime())

        var inbox: [Event] = []
        bench.ender.receive(into: &inbox)

        XCTAssertEqual(inbox, [], "it was alive at this look")
        let next = try XCTUnwrap(bench.ender.nextDeadline)
        XCTAssertGreaterThan(next, begunAt)
        XCTAssertLessThan(next, begunAt + .seconds(5))
        XCTAssertEqual(try process.wait(until: Deadline.after(10)), .signalled(.kill))
        XCTAssertEqual(try bench.event(), .treesGone(lane, Generation(4)))
    }

    func testGroupOfARunIsEmptiedAndRemoved() throws {
        let bench = try EnderBench(self)
        guard bench.groups.obstacle == nil else {
            print("not proved: \(name): \(bench.groups.obstacle ?? "")")
            throw XCTSkip("no control groups")
        }
        let run = Sample.run("te-\(CurrentProcess.pid)", 5)
        let note = bench.paths.controlGroupNote(of: lane)
        try Files.createFolders(bench.paths.lane(lane), mode: 0o700)
        let lanes = try XCTUnwrap(try bench.groups.prepare(lane, noteAt: note))
        let group = lanes.child(run.rawValue)
        try group.create()
        // It does not name its run: only the group knows it.
        let process = try bench.start("", in: group)

        bench.ender.begin(lane, Generation(4), [RunRemains(runID: run)])

        XCTAssertEqual(try process.wait(until: bench.firstLook()), .signalled(.kill))
        XCTAssertEqual(try bench.event(), .treesGone(lane, Generation(4)))
        XCTAssertFalse(Files.exists(group.path))
    }

    func testProcessThatDroppedItsEnvironmentIsFoundByItsLeadersSession() throws {
        let bench = try EnderBench(self)
        let note = bench.folder.file("pid")
        let script = "env -i sleep 60 & echo $! >\(note).new; mv \(note).new \(note); wait"
        var request = SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", script],
            environment: ["PATH=/usr/bin:/bin"]
        )
        request.deathSignal = .kill
        let leader = try request.start()
        try Deadline.wait(until: "the child is named") { Files.exists(note) }
        let text = try Files.readText(note, byteCountMax: 99)
        let pid = try XCTUnwrap(Int32(text.dropLast()))
        let child = try ProcessTable.entry(of: pid).identity
        addTeardownBlock { _ = try? ProcessHandle.open(child)?.send(.kill) }
        _ = try leader.send(.kill)
        _ = try leader.wait(until: Deadline.after(10))
        XCTAssertTrue(try ProcessTable.isAlive(child))

        let run = Sample.run("te-\(CurrentProcess.pid)", 6)
        bench.ender.begin(
            lane,
            Generation(4),
            [RunRemains(runID: run, leader: leader.identity)]
        )

        XCTAssertEqual(try bench.event(), .treesGone(lane, Generation(4)))
        XCTAssertFalse(try ProcessTable.isAlive(child))
    }
}

private final class EnderBench {
    let folder: TemporaryFolder
    let capture: LogCapture
    let paths: InstancePaths
    let groups: RunGroups
    let ender: TreeEnder
    private let reactor: Reactor
    private let test: XCTestCase

    init(_ test: XCTestCase) throws {
        self.test = test
        folder = try TemporaryFolder()
        capture = try LogCapture()
        reactor = try Reactor()
        paths = InstancePaths(state: folder.file("s"), runtime: folder.file("r"))
        let name = "te\(CurrentProcess.pid)"
        groups = RunGroups(isEnabled: true, instance: name, log: capture.log)
        ender = TreeEnder(paths, groups: groups, log: capture.log)
    }

    deinit { groups.removeAll() }

    /// A process that names its run; it is gone at the end of the test.
    func start(_ run: String, in group: ControlGroup? = nil) throws -> ProcessHandle {
        var request = SpawnRequest(
            executable: "/bin/sleep",
            arguments: ["60"],
            environment: run.isEmpty ? [] : ["\(RunTree.environmentKey)=\(run)"]
        )
        request.deathSignal = .kill
        let opened = try group?.openFolder().release()
        request.controlGroup = opened
        let process = try request.start()
        if let opened { _ = Descriptor(adopting: opened) }
        test.addTeardownBlock {
            _ = try? process.send(.kill)
            _ = try? process.wait(until: Deadline.after(10))
        }
        return process
    }

    /// Looks once, and gives the time until which its victims may take.
    func firstLook() -> MonotonicTime {
        var inbox: [Event] = []
        ender.receive(into: &inbox)
        XCTAssertEqual(inbox, [])
        return Deadline.after(10)
    }

    /// The first event that comes.
    func event() throws -> Event {
        var inbox: [Event] = []
        try reactor.turn(until: "the trees are gone", due: ender.nextDeadline) {
            ender.receive(into: &inbox)
            return !inbox.isEmpty
        }
        XCTAssertEqual(inbox.count, 1)
        return inbox[0]
    }
}
