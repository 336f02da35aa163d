import Foundation
import Protocol
import System
import XCTest

final class GrandchildTests: XCTestCase {
    /// Found in the environment of a process, it shows that the process descends from this test.
    private let runID = "test-\(UUID().uuidString)"

    override func tearDownWithError() throws {
        for process in try descendants() {
            _ = try ProcessHandle.open(process.identity)?.send(.kill)
        }
    }

    func testGrandchildOutlivesItsParent() throws {
        let execution = try execute("grandchild 60")
        let group = execution.handle.identity.pid

        XCTAssertEqual(try execution.outputText(), "")
        XCTAssertEqual(try execution.end(), "exit:0")

        let left = try descendants()
        XCTAssertEqual(left.map(\.group), [group])
    }

    func testOrphanInItsOwnSessionEscapesTheGroup() throws {
        let execution = try execute("grandchild 60 setsid double-fork; stall")
        let leader = execution.handle.identity

        let grandchild = try XCTUnwrap(try waitForDescendant(besides: leader))

        XCTAssertEqual(grandchild.session, grandchild.identity.pid)
        XCTAssertNotEqual(grandchild.group, leader.pid)
        XCTAssertNotEqual(grandchild.parent, leader.pid)
        XCTAssertTrue(try execution.handle.send(.kill))
        XCTAssertEqual(try execution.end(), "signal:9")
    }

    func testIgnoredTerminationHoldsFromTheStart() throws {
        let execution = try execute("grandchild 60 ignore-term")
        XCTAssertEqual(try execution.end(), "exit:0")
        let grandchild = try XCTUnwrap(try descendants().first).identity
        let handle = try XCTUnwrap(try ProcessHandle.open(grandchild))

        XCTAssertTrue(try handle.send(.terminate))
        XCTAssertFalse(
            try Poll.waitReadable(handle.descriptor, until: Clock.bootTime() + .seconds(0))
        )
        XCTAssertTrue(try handle.send(.kill))
        XCTAssertTrue(
            try Poll.waitReadable(handle.descriptor, until: Clock.bootTime() + .seconds(10))
        )
    }

    func testHeldPipeOutlivesTheLeader() throws {
        let execution = try execute("grandchild 60 hold-pipe double-fork")

        XCTAssertEqual(try execution.end(), "exit:0")

        XCTAssertTrue(try execution.holdsOutput())
        try tearDownWithError()
        XCTAssertEqual(try execution.outputText(), "")
    }

    func testGrandchildEndsByItself() throws {
        let execution = try execute("grandchild 0.01 hold-pipe")

        XCTAssertEqual(try execution.outputText(), "")
        XCTAssertEqual(try execution.end(), "exit:0")
    }

    private func execute(_ script: String) throws -> Execution {
        try Execution(script, variables: ["LANE_RUN_ID=\(runID)"])
    }

    /// Polls, because the leader says nothing once the grandchild is there.
    private func waitForDescendant(besides leader: ProcessIdentity) throws -> ProcessEntry? {
        let deadline = Clock.bootTime() + .seconds(10)
        while Clock.bootTime() < deadline {
            let others = try descendants().filter { entry in
                entry.identity != leader && entry.session == entry.identity.pid
                    && entry.parent != leader.pid
            }
            if let other = others.first { return other }
        }
        return nil
    }

    /// Living processes that have our run id in their environment.
    private func descendants() throws -> [ProcessEntry] {
        try ProcessTable.processIDs().compactMap { pid in
            guard ProcessTable.environmentValue(of: "LANE_RUN_ID", in: pid) == runID else {
                return nil
            }
            let entry = try ProcessTable.entryIfPresent(pid)
            return entry?.isZombie == true ? nil : entry
        }
    }
}
