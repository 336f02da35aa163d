import Glibc
import Protocol
import System
import XCTest

final class ServiceManagerTests: XCTestCase {
    override func tearDown() {
        for key in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(key) }
    }

    func testNothingIsToldWhenNobodyAsked() throws {
        XCTAssertFalse(try ServiceManager.notify("READY=1"))
        XCTAssertNil(ServiceManager.watchdogInterval)
    }

    func testStateArrivesAtAPathAndInTheAbstractNamespace() throws {
        let folder = try TemporaryFolder()
        for address in [folder.file("notify"), "@lk-notify-\(CurrentProcess.pid)"] {
            let receiver = try bindDatagram(address)
            setenv("NOTIFY_SOCKET", address, 1)

            XCTAssertTrue(try ServiceManager.notify("READY=1\nSTATUS=3 lanes"))

            var bytes = [UInt8](repeating: 0, count: 100)
            let count = recv(receiver.rawValue, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
            XCTAssertEqual(text, "READY=1\nSTATUS=3 lanes")
        }
    }

    func testManagerThatIsGoneIsAnError() {
        setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1)

        XCTAssertThrowsError(try ServiceManager.notify("READY=1")) { error in
            XCTAssertEqual((error as? SystemError)?.isNotFound, true)
        }
    }

    func testWatchdogOfThisProcessOnly() {
        setenv("WATCHDOG_USEC", "30000000", 1)
        XCTAssertEqual(ServiceManager.watchdogInterval, .seconds(30))
        setenv("WATCHDOG_PID", "\(CurrentProcess.pid)", 1)
        XCTAssertEqual(ServiceManager.watchdogInterval, .seconds(30))
        setenv("WATCHDOG_PID", "1", 1)
        XCTAssertNil(ServiceManager.watchdogInterval)
        setenv("WATCHDOG_PID", "\(CurrentProcess.pid)", 1)
        setenv("WATCHDOG_USEC", "soon", 1)
        XCTAssertNil(ServiceManager.watchdogInterval)
    }

    private func bindDatagram(_ address: String) throws -> Descriptor {
        let fd = Descriptor(adopting: socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
        let isAbstract = address.hasPrefix("@")
        let path = Array((isAbstract ? "\0" + address.dropFirst() : address).utf8)
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: path) }
        let size = socklen_t(2 + path.count + (isAbstract ? 0 : 1))
        let number = fd.rawValue
        let result = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, size) }
        }
        XCTAssertEqual(result, 0)
        return fd
    }
}
