import Protocol
import System
import XCTest

@testable import LoadHarness

final class InstanceCensusTests: XCTestCase {
    func testRunsAreFoundByTheirWorkspaceAndOnTheirLane() throws {
        let target = try ScriptedTarget()
        let census = InstanceCensus(state: target.stateFolder)
        let runs = try [("vp.a", "m.1"), ("vp.b", "n.1"), ("vp.a", "m.1")].map { lane, run in
            try target.spawn(
                environment: [
                    "LANE_WORKSPACE=\(target.stateFolder)/lanes/\(lane)/workspace",
                    "LANE_RUN_ID=\(run)",
                ]
            )
        }
        _ = [
            try target.spawn(
                environment: ["LANE_WORKSPACE=\(target.folder)/other", "LANE_RUN_ID=x.1"]
            ),
            try target.spawn(environment: ["LANE_WORKSPACE=\(target.stateFolder)/lanes/vp.a/w"]),
        ]
        defer { target.endSpawned() }
        let lane = try XCTUnwrap(LaneID("vp.a"))

        let all = try census.members()
        XCTAssertEqual(Set(all.map(\.run)), ["m.1", "n.1"])
        XCTAssertEqual(Set(runs.map(\.identity)), Set(all.map(\.process)))
        let own = try census.members(on: lane)
        XCTAssertEqual(own.count, 2)
        XCTAssertEqual(Set(own.map(\.run)), ["m.1"])
    }

    func testLeaderOfARunIsTheOldestThatLeadsASession() throws {
        let target = try ScriptedTarget()
        let census = InstanceCensus(state: target.stateFolder)
        let lane = try XCTUnwrap(LaneID("vp.a"))
        XCTAssertNil(try census.leader(on: lane))
        let environment = { (run: String) in
            [
                "LANE_WORKSPACE=\(target.stateFolder)/lanes/vp.a/workspace", "LANE_RUN_ID=\(run)",
            ]
        }
        let processes = try ["m.2", "m.1", "m.1"].map { run in
            try target.spawn(environment: environment(run))
        }
        defer { target.endSpawned() }

        XCTAssertEqual(try census.leader(on: lane)?.process, processes[1].identity)
    }

    func testDaemonsAreFoundByTheirStateFolder() throws {
        let target = try ScriptedTarget()
        let census = InstanceCensus(state: target.stateFolder)
        let folder = "\(target.stateFolder)/lanes/vp.a"
        let processes = try [
            ["run", "--state", target.stateFolder], ["--lane", "vp.a", "--state", folder],
            ["--state", "\(target.stateFolder)x"], ["--state"],
        ]
        .map { try target.spawn($0) }
        defer { target.endSpawned() }

        XCTAssertEqual(
            try census.daemons().sorted { $0.folder < $1.folder }.map(\.process),
            processes.prefix(2).map(\.identity)
        )
    }

    func testWorkerMustHoldTheLockAndHaveItsLanesFolder() throws {
        let target = try ScriptedTarget()
        let census = InstanceCensus(state: target.stateFolder)
        let lane = try XCTUnwrap(LaneID("vp.a"))
        let folder = target.folder(of: lane)
        try Files.createFolders(folder, mode: 0o700)
        XCTAssertNil(try census.worker(of: lane), "nobody has the lock")
        guard case .acquired(let lock) = try FileLock.acquire("\(folder)/worker.lock") else {
            return XCTFail("somebody has the lock")
        }
        let stranger = try target.spawn(["--state", "\(folder)x"])
        let worker = try target.spawn(["--state", folder])
        defer { target.endSpawned() }

        try lock.setHolder("nobody")
        XCTAssertNil(try census.worker(of: lane))
        for (process, isWorker) in [(stranger, false), (worker, true)] {
            let generation = Generation(1)
            let text = WorkerLockText(process: process.identity, generation: generation).text
            try lock.setHolder(text)
            let found = try census.worker(of: lane)
            XCTAssertEqual(found?.identity, isWorker ? worker.identity : nil)
        }
        withExtendedLifetime(lock) {}
    }

    func testStateFolderIsWhatFollowsTheOption() {
        XCTAssertEqual(InstanceCensus.stateFolder(["a", "--state", "b", "--state", "c"]), "b")
        XCTAssertNil(InstanceCensus.stateFolder(["a", "--state"]))
        XCTAssertNil(InstanceCensus.stateFolder([]))
    }
}
