import XCTest

@testable import System

final class ControlGroupSupportTests: XCTestCase {
    private let unified = "29 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n"

    func testOwnGroupOnAnOrdinaryMachine() {
        let found = ControlGroupSupport.locate(
            mounts: unified,
            membership: "0::/system.slice/lanekeeper.service\n"
        )

        let path = "/sys/fs/cgroup/system.slice/lanekeeper.service"
        XCTAssertEqual(found, .available(ControlGroup(path: path)))
    }

    func testOwnGroupInTheHybridLayout() {
        let mounts =
            "30 29 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
            + "31 29 0:28 / /sys/fs/cgroup/uni\\040fied rw shared:5 master:1 - cgroup2 x rw\n"

        let found = ControlGroupSupport.locate(mounts: mounts, membership: "9:cpu:/a\n0::/\n")

        XCTAssertEqual(found, .available(ControlGroup(path: "/sys/fs/cgroup/uni fied")))
    }

    func testMountOfASubtreeShortensThePath() {
        let mounts = "29 23 0:26 /box /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

        XCTAssertEqual(
            ControlGroupSupport.locate(mounts: mounts, membership: "0::/box/a\n"),
            .available(ControlGroup(path: "/sys/fs/cgroup/a"))
        )
        XCTAssertEqual(
            ControlGroupSupport.locate(mounts: mounts, membership: "0::/boxer\n"),
            .unavailable(reason: "no version 2 control group file system is mounted")
        )
    }

    func testReasonsAreGiven() {
        XCTAssertEqual(
            ControlGroupSupport.locate(mounts: unified, membership: "4:memory:/\n"),
            .unavailable(reason: "this process is in no version 2 control group")
        )
        XCTAssertEqual(
            ControlGroupSupport.locate(mounts: unified, membership: "0::/../other\n"),
            .unavailable(reason: "our control group is outside of our namespace")
        )
        XCTAssertEqual(
            ControlGroupSupport.locate(mounts: "", membership: "0::/\n"),
            .unavailable(reason: "no version 2 control group file system is mounted")
        )
    }

    func testProbeLeavesNothing() throws {
        guard case .available(let own) = ControlGroupSupport.probe() else {
            throw XCTSkip("\(ControlGroupSupport.probe())")
        }

        let probe = own.child("lanekeeper-probe-\(CurrentProcess.pid)")
        XCTAssertFalse(Files.exists(probe.path))
    }
}
