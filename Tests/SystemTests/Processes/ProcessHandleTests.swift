import Protocol
import System
import XCTest

final class ProcessHandleTests: XCTestCase {
    func testExitCodeIsReaped() throws {
        let child = try Shell.request("exit 75").start()

        XCTAssertEqual(try child.wait(until: Deadline.soon), .exited(code: 75))
        XCTAssertEqual(try child.reap(), .exited(code: 75), "the answer is kept")
        XCTAssertFalse(try child.send(.terminate), "it has been reaped")
    }

    func testLivingChildIsNotReaped() throws {
        let child = try Shell.sleeper().start()

        XCTAssertNil(try child.reap())

        try child.send(.terminate)
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.terminate))
    }

    func testReusedPidIsNotTakenForTheOldProcess() throws {
        let child = try Shell.sleeper().start()
        let former = ProcessIdentity(
            pid: child.identity.pid,
            startTicks: child.identity.startTicks - 1
        )

        XCTAssertNil(try ProcessHandle.open(former))
        XCTAssertFalse(try ProcessTable.isAlive(former))
        XCTAssertNotNil(try ProcessHandle.open(child.identity))

        try child.send(.kill)
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
    }

    func testZombieAndReapedProcessCannotBeOpened() throws {
        let child = try Shell.request("exit 0").start()
        XCTAssertTrue(try Poll.waitReadable(child.descriptor, until: Deadline.soon))

        XCTAssertNil(try ProcessHandle.open(child.identity))
        XCTAssertFalse(try ProcessTable.isAlive(child.identity))
        XCTAssertEqual(try ProcessTable.entry(of: child.identity.pid).isZombie, true)

        XCTAssertEqual(try child.reap(), .exited(code: 0))
        XCTAssertNil(try ProcessHandle.open(child.identity))
        XCTAssertNil(try ProcessTable.identity(of: child.identity.pid))
    }

    func testProcessOfSomebodyElseEndsUnknown() throws {
        let pipe = try Pipe()
        var request = Shell.request("sleep 600 & echo $!; wait")
        request.descriptors = [DescriptorMapping(pipe.writer.rawValue, as: 1)]
        let parent = try request.start()
        let stream = try ByteStream(pipe.reader)
        let pid = try XCTUnwrap(Int32(try Shell.readLine(stream)))
        let identity = try XCTUnwrap(try ProcessTable.identity(of: pid))
        let grandchild = try XCTUnwrap(try ProcessHandle.open(identity))

        XCTAssertNil(try grandchild.reap(), "it lives")
        try grandchild.send(.kill)

        XCTAssertEqual(try grandchild.wait(until: Deadline.soon), .unknown)
        XCTAssertEqual(try parent.wait(until: Deadline.soon), .exited(code: 0))
    }
}
