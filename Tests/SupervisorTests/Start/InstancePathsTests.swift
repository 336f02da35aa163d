import Glibc
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class InstancePathsTests: XCTestCase {
    private let paths = InstancePaths(state: "/s", runtime: "/r")

    func testFilesOfALaneAreBelowItsOwnFolder() {
        let lane = Sample.lane("vp.a")
        let run = Sample.run("m", 2)

        XCTAssertEqual(paths.ledger, "/s/ledger.sqlite")
        XCTAssertEqual(paths.lock, "/s/supervisor.lock")
        XCTAssertEqual(paths.backups, "/s/backups")
        XCTAssertEqual(paths.workerLock(of: lane), "/s/lanes/vp.a/worker.lock")
        XCTAssertEqual(paths.outboxEntry(run, of: lane), "/s/lanes/vp.a/outbox/m.2.json")
        XCTAssertEqual(paths.log(of: run, on: lane), "/s/lanes/vp.a/logs/m.2.log")
        XCTAssertEqual(paths.controlGroupNote(of: lane), "/s/lanes/vp.a/cgroup")
        XCTAssertEqual(paths.socket(of: lane), "/r/lanes/vp.a.sock")
        XCTAssertEqual(paths.controlSocket, "/r/control.sock")
    }

    func testFoldersHaveTheirModesWhateverTheMask() throws {
        for mask: mode_t in [0o077, 0o000] {
            let folder = try TemporaryFolder()
            let paths = InstancePaths(state: folder.file("s"), runtime: folder.file("x/r"))
            let before = umask(mask)
            defer { umask(before) }

            try paths.create()

            let modes: [(path: String, mode: UInt32)] = [
                (paths.state, 0o700), (paths.lanes, 0o700), (folder.file("x"), 0o755),
                (paths.runtime, 0o755), (paths.laneSockets, 0o700),
            ]
            for (path, mode) in modes {
                XCTAssertEqual(try Files.information(path)?.mode, mode, path)
            }
            XCTAssertEqual(umask(mask), mask, "the mask is the caller's")
        }
    }

    func testFoldersThatExistKeepTheirModes() throws {
        let folder = try TemporaryFolder()
        let paths = InstancePaths(state: folder.file("s"), runtime: folder.file("r"))
        try Files.createFolders(paths.runtime, mode: 0o700)

        try paths.create()

        XCTAssertEqual(try Files.information(paths.runtime)?.mode, 0o700)
    }

    func testSocketPathOf107BytesIsTheLongest() {
        // "/lanes/vp.a.sock" has 16 bytes.
        let longest = InstancePaths(state: "/s", runtime: "/" + String(repeating: "r", count: 90))
        let longer = InstancePaths(state: "/s", runtime: "/" + String(repeating: "r", count: 91))

        XCTAssertEqual(longest.problems(of: [Sample.lane("vp.a")]), [])
        let problems = longer.problems(of: [Sample.lane("vp.a"), Sample.lane("vp.ab")])
        XCTAssertEqual(problems.count, 2)
        XCTAssertTrue(problems[0].contains("has 108 bytes, at most 107"), "\(problems)")
        XCTAssertTrue(problems[1].contains("has 109 bytes"), "\(problems)")
    }
}
