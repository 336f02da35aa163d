import Protocol
import XCTest

@testable import LaneControl

final class SupervisorCommandsTests: LaneControlTestCase {
    func testChangesOfTheSupervisor() throws {
        let cases: [([String], ControlCommand)] = [
            (["supervisor", "reexec"], .supervisorReexec),
            (["supervisor", "backup"], .supervisorBackup), (["config", "reload"], .configReload),
            (["config", "validate"], .configValidate),
        ]
        let change = Change(object: "supervisor", isChanged: true, isDryRun: false, lines: ["done"])

        for (words, command) in cases {
            let (outcome, requests, _) = try run(words) { _ in [.reply(.changed(change))] }

            XCTAssertEqual(outcome, Outcome(status: 0, output: "done\n", notes: ""))
            XCTAssertEqual(requests, [command])
        }
    }

    func testEmergencyStopAndItsEnd() throws {
        var stop = OperatorOptions()
        stop.reason = "runaway"
        var kill = stop
        kill.isForced = true
        kill.isDryRun = true
        let cases: [([String], ControlCommand)] = [
            (["supervisor", "estop", "--reason", "runaway"], .supervisorEstop(stop)),
            (
                ["supervisor", "estop", "--reason", "runaway", "--force", "--dry-run"],
                .supervisorEstop(kill)
            ),
            (["supervisor", "thaw"], .supervisorThaw(OperatorOptions())),
            (["supervisor", "thaw", "--reason", "runaway"], .supervisorThaw(stop)),
        ]
        let change = Change(object: "supervisor", isChanged: true, isDryRun: false, lines: ["done"])

        for (words, command) in cases {
            let (outcome, requests, _) = try run(words) { _ in [.reply(.changed(change))] }

            XCTAssertEqual(outcome, Outcome(status: 0, output: "done\n", notes: ""))
            XCTAssertEqual(requests, [command])
        }
        let bare = run(["supervisor", "estop"])
        XCTAssertEqual(bare.status, 2)
        XCTAssertTrue(bare.notes.contains("estop requires --reason"), bare.notes)
    }

    func testInvalidConfigurationIs78() throws {
        let error = ControlError(
            .configuration,
            .configurationInvalid,
            "lanes[0].slots: 0 is below 1"
        )

        let (outcome, _, _) = try run(["config", "validate"]) { _ in [.reply(.error(error))] }

        XCTAssertEqual(outcome.status, 78)
        XCTAssertEqual(outcome.notes, "lanectl: lanes[0].slots: 0 is below 1\n")
    }
}
