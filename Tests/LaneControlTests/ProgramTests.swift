import Foundation
import Protocol
import System
import XCTest

@testable import LaneControl

/// Runs the real program as a process.
final class ProgramTests: LaneControlTestCase {
    private func start(_ arguments: [String], error: Int32) throws -> ProcessHandle {
        // A bundle is the folder of the products, or lies in it, depending on who runs it.
        let bundle = Bundle(for: ProgramTests.self).bundlePath
        let folder = [bundle, bundle + "/.."].first { Files.exists($0 + "/lanectl") }
        var request = SpawnRequest(
            executable: try XCTUnwrap(folder) + "/lanectl",
            arguments: arguments,
            environment: ["LANG=C.UTF-8"]
        )
        request.descriptors = [DescriptorMapping(error, as: 2)]
        return try request.start()
    }

    func testRealInterruptEndsTheWaitAndNothingElse() throws {
        let asked = DispatchSemaphore(value: 0)
        let supervisor = try ScriptedSupervisor { _ in
            asked.signal()
            return []
        }
        defer { supervisor.stop() }
        let pipe = try System.Pipe()

        let process = try start(
            ["--socket", supervisor.path, "wait", "m1"],
            error: pipe.writer.rawValue
        )
        XCTAssertEqual(asked.wait(timeout: .now() + 20), .success)
        XCTAssertTrue(try process.send(.interrupt))
        let status = try process.wait(until: Clock.bootTime() + .seconds(20))

        XCTAssertEqual(status, .exited(code: 130))
        let errors = try ByteStream(try pipe.reader.duplicate())
        errors.readAvailable()
        XCTAssertEqual(
            String(decoding: errors.takeInput(), as: UTF8.self),
            "still running: m1  (lanectl wait m1, lanectl cancel m1)\n"
        )
        XCTAssertEqual(
            supervisor.requests,
            [.missionWait(Samples.missionID("m1"), timeoutMilliseconds: nil)]
        )
    }

    func testExitStatusReachesTheShell() throws {
        let pipe = try System.Pipe()

        let process = try start(["drian"], error: pipe.writer.rawValue)

        XCTAssertEqual(try process.wait(until: Clock.bootTime() + .seconds(20)), .exited(code: 2))
        let errors = try ByteStream(try pipe.reader.duplicate())
        errors.readAvailable()
        XCTAssertEqual(
            String(decoding: errors.takeInput(), as: UTF8.self),
            "lanectl: unknown command \"drian\" (did you mean \"drain\"?)\n"
        )
    }
}
