import Protocol
import System
import XCTest

final class ClockTests: XCTestCase {
    func testBootTimeNeverGoesBack() {
        let readings = (0..<1_000).map { _ in Clock.now().boot }

        XCTAssertEqual(readings, readings.sorted())
    }

    func testBootTimeIsTheKernelsUptime() throws {
        let text = try Files.readText("/proc/uptime", byteCountMax: 64)
        let seconds = try XCTUnwrap(text.split(separator: " ").first.flatMap { Double($0) })

        let now = Double(Clock.bootTime().nanoseconds) / 1e9

        XCTAssertEqual(now, seconds, accuracy: 5)
    }
}
