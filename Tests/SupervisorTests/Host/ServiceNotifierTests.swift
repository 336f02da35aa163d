import ControlPlane
import Foundation
import Glibc
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import Supervisor

final class ServiceNotifierTests: XCTestCase {
    private var folder: TemporaryFolder?
    private var receiver: Int32 = -1

    override func setUpWithError() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        receiver = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        let path = folder.file("n")
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(receiver, $0, size) }
        }
        XCTAssertEqual(result, 0)
        setenv("NOTIFY_SOCKET", path, 1)
    }

    override func tearDown() {
        for key in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(key) }
        close(receiver)
        folder = nil
    }

    /// What the service manager has been told since the last call.
    private func told() -> [String] {
        var texts: [String] = []
        var bytes = [UInt8](repeating: 0, count: 1_000)
        while true {
            let count = recv(receiver, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return texts }
            texts.append(String(decoding: bytes.prefix(count), as: UTF8.self))
        }
    }

    private func boot(_ milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: milliseconds * 1_000_000)
    }

    func testPhasesAreToldInTheManagersWords() throws {
        let capture = try LogCapture()
        let notifier = ServiceNotifier(log: capture.log, at: boot(0))

        for phase in [SupervisorPhase.starting, .ready, .stopping, .stopped] {
            notifier.announce(phase, stopDeadlineSeconds: 60)
        }

        XCTAssertEqual(
            told(),
            [
                "STATUS=looking for workers", "READY=1\nSTATUS=ready",
                "STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=75000000", "STATUS=stopped",
            ]
        )
    }

    func testWatchdogHearsOfUsTwiceAsOftenAsItAsks() throws {
        setenv("WATCHDOG_USEC", "10000000", 1)
        let capture = try LogCapture()
        var notifier = ServiceNotifier(log: capture.log, at: boot(1_000))

        XCTAssertEqual(notifier.nextDeadline, boot(1_000))
        notifier.beat(at: boot(1_000))
        XCTAssertEqual(told(), ["WATCHDOG=1"])
        XCTAssertEqual(notifier.nextDeadline, boot(6_000))
        notifier.beat(at: boot(5_999))
        XCTAssertEqual(told(), [])
        notifier.beat(at: boot(6_000))
        XCTAssertEqual(told(), ["WATCHDOG=1"])
    }

    func testWithoutAWatchdogNothingIsDue() throws {
        let capture = try LogCapture()
        var notifier = ServiceNotifier(log: capture.log, at: boot(0))

        XCTAssertNil(notifier.nextDeadline)
        notifier.beat(at: boot(1_000_000))
        XCTAssertEqual(told(), [])
    }

    func testManagerThatIsGoneIsAWarning() throws {
        setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1)
        let capture = try LogCapture()

        ServiceNotifier(log: capture.log, at: boot(0)).announce(.ready, stopDeadlineSeconds: 1)

        XCTAssertTrue(capture.text().contains("level=warning event=notify.failed"))
    }
}
