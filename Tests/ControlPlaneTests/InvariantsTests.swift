import Foundation
import XCTest

@testable import ControlPlane

final class InvariantsTests: XCTestCase {
    private static let variable = "LANEKEEPER_TEST_BREAK"

    func testSentenceIsNotComposedWhileTheConditionHolds() {
        var count = 0
        func sentence() -> String {
            count += 1
            return "never read"
        }

        invariant(true, sentence())

        XCTAssertEqual(count, 0)
    }

    /// Runs itself again, told to break an invariant.
    func testBrokenInvariantEndsTheProcessWithItsSentence() throws {
        var environment = ProcessInfo.processInfo.environment
        if environment[Self.variable] != nil {
            invariant(environment.isEmpty, "the sky has fallen")
        }
        environment[Self.variable] = "1"
        environment["SWIFT_BACKTRACE"] = "enable=no"
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let errors = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "ControlPlaneTests.InvariantsTests/testBrokenInvariantEndsTheProcessWithItsSentence"
        ]
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors

        try process.run()
        let text = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()

        XCTAssertEqual(process.terminationReason, .uncaughtSignal)
        XCTAssertTrue(text.contains("invariant broken: the sky has fallen"), text)
    }
}
