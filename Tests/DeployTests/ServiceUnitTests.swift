import Foundation
import XCTest

final class ServiceUnitTests: XCTestCase {
    func testSystemdAcceptsTheUnit() throws {
        let unit = try ServiceUnit.delivered().replacing("ExecStart", with: "/bin/true")

        guard let complaints = try complaints(about: unit) else { return }

        XCTAssertEqual(complaints, "")
    }

    func testSystemdRefusesABrokenUnit() throws {
        let unit = try ServiceUnit.delivered()
            .replacing("ExecStart", with: "/bin/true")
            .replacing("Restart", with: "sometimes")

        guard let complaints = try complaints(about: unit) else { return }

        XCTAssertTrue(complaints.contains("sometimes"), complaints)
    }

    func testDeathOfTheSupervisorLeavesTheRestAlone() throws {
        let unit = try ServiceUnit.delivered()

        let expected: KeyValuePairs = [
            "Type": "notify", "NotifyAccess": "main", "KillMode": "process", "Restart": "always",
            "StartLimitIntervalSec": "0", "RestartPreventExitStatus": "2 78", "Delegate": "yes",
            "RuntimeDirectory": "lanekeeper", "RuntimeDirectoryPreserve": "yes",
            "StateDirectory": "lanekeeper", "OOMPolicy": "continue",
        ]
        for (name, value) in expected {
            XCTAssertEqual(unit.value(of: name), value, name)
        }
    }

    func testStopMayTakeAsLongAsTheSupervisorMayNeed() throws {
        let stopDeadlineSeconds = 60
        let secondsFromTermToKill = 10
        let secondsUntilATreeIsGivenUp = 30
        let longest = stopDeadlineSeconds + secondsFromTermToKill + secondsUntilATreeIsGivenUp

        let value = try XCTUnwrap(ServiceUnit.delivered().value(of: "TimeoutStopSec"))

        XCTAssertGreaterThan(try XCTUnwrap(Int(value.dropLast())), longest)
        XCTAssertEqual(value.last, "s")
    }

    func testEverySettingHasItsReason() throws {
        let unit = try ServiceUnit.delivered()
        let bare = ServiceUnit(text: "[Service]\n\nType=notify\n")

        XCTAssertEqual(bare.unexplainedBlocks, ["Type=notify"])
        XCTAssertEqual(
            unit.unexplainedBlocks,
            [
                "Description=Lanekeeper, supervisor of agent lanes",
                "ExecStart=" + (unit.value(of: "ExecStart") ?? ""),
                "WantedBy=multi-user.target",
            ],
            "only what says itself may stand without a comment"
        )
    }

    /// What `systemd-analyze verify` writes about a unit, or nil if the tool is not there.
    private func complaints(about unit: ServiceUnit) throws -> String? {
        let tool = "/usr/bin/systemd-analyze"
        guard FileManager.default.isExecutableFile(atPath: tool) else {
            print("not proved: systemd accepts the unit (\(tool) is not there)")
            return nil
        }
        let folder = FileManager.default.temporaryDirectory.path + "/lk-unit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/lanekeeper.service"
        try unit.text.write(toFile: path, atomically: false, encoding: .utf8)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["verify", path]
        process.standardError = output
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(),
            as: UTF8.self
        )
        process.waitUntilExit()
        let status = process.terminationStatus
        // Unknown settings are only warnings: what it says counts, not just its exit code.
        return status == 0 || !text.isEmpty ? text : "exit \(status)"
    }
}
