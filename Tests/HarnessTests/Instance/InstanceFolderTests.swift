import Harness
import Protocol
import System
import XCTest

final class InstanceFolderTests: XCTestCase {
    func testPathsOfSocketsFit() throws {
        let folder = try InstanceFolder(in: "/tmp", prefix: "lkt")
        defer { folder.destroy(nil) }
        let lane = String(repeating: "x", count: LaneID.byteCountMax)

        XCTAssertTrue(Files.exists(folder.path))
        XCTAssertLessThanOrEqual(
            "\(folder.runtime)/lanes/\(lane).sock".utf8.count,
            UnixSocket.pathByteCountMax
        )
    }

    func testDestroyEndsRunsOfThisFolderAndNoOthersAndRemovesIt() throws {
        let folder = try InstanceFolder(in: "/tmp", prefix: "lkt")
        let own = try sleeper(workspace: "\(folder.path)/s/lanes/vp.a/workspace")
        let foreign = try sleeper(workspace: "\(folder.path)x/s/lanes/vp.a/workspace")
        defer { BestEffort.kill(foreign) }

        folder.destroy(nil)

        XCTAssertEqual(try own.reap(), .signalled(.kill))
        XCTAssertNil(try foreign.reap())
        XCTAssertFalse(Files.exists(folder.path))
    }

    func testDestroyEndsASupervisorThatWasStopped() throws {
        let folder = try InstanceFolder(in: "/tmp", prefix: "lkt")
        let supervisor = try sleeper(workspace: "/")
        try supervisor.send(.stop)

        folder.destroy(supervisor, keepsFiles: true)

        XCTAssertEqual(try supervisor.reap(), .signalled(.terminate))
        XCTAssertTrue(Files.exists(folder.path))
        try Files.removeTree(folder.path)
    }

    private func sleeper(workspace: String) throws -> ProcessHandle {
        var request = SpawnRequest(
            executable: "sleep",
            arguments: ["600"],
            environment: ["PATH=/usr/bin:/bin", "LANE_WORKSPACE=\(workspace)"]
        )
        request.deathSignal = .kill
        return try request.start()
    }
}
