import Glibc
import System
import XCTest

final class CurrentProcessTests: XCTestCase {
    func testWhoItIs() throws {
        XCTAssertEqual(CurrentProcess.pid, getpid())
        XCTAssertEqual(CurrentProcess.parentPID, getppid())
        XCTAssertEqual(CurrentProcess.uid, geteuid())
        XCTAssertTrue(try ProcessTable.isAlive(CurrentProcess.identity()))
        XCTAssertTrue(try CurrentProcess.executablePath().hasPrefix("/"))
    }

    func testNameIsWhatToolsShow() throws {
        let comm = { try Files.readText("/proc/thread-self/comm", byteCountMax: 64) }
        let former = try comm()

        try CurrentProcess.setName("lane-worker-with-a-long-name")

        XCTAssertEqual(try comm(), "lane-worker-wit\n")
        try CurrentProcess.setName(String(former.dropLast()))
    }

    func testFileModeMaskIsExchanged() {
        let former = CurrentProcess.setFileModeMask(0o027)

        XCTAssertEqual(CurrentProcess.setFileModeMask(former), 0o027)
    }

    func testDescriptorLimitIsRaisedToTheHardOne() throws {
        let former = try CurrentProcess.limitDescriptors(to: 200)
        defer { _ = try? CurrentProcess.limitDescriptors(to: former) }

        XCTAssertEqual(try CurrentProcess.raiseDescriptorLimit(), 200)

        var limit = rlimit()
        XCTAssertEqual(getrlimit(__rlimit_resource_t(7), &limit), 0)
        XCTAssertEqual(limit.rlim_cur, limit.rlim_max)
    }
}
