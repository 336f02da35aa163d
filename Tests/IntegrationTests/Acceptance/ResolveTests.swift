import IntegrationSupport
import Protocol
import System
import XCTest

/// What cannot end by itself gets the outcome that an operator says.
final class ResolveTests: XCTestCase {
    private func options(_ reason: String, isForced: Bool = false) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        options.isForced = isForced
        return options
    }

    private func oneSlot() -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = [("vp.a", "{ slots: 1 }")]
        return configuration
    }

    func testMissionThatAsksIsSettledOnceItsTreeIsGone() throws {
        let instance = try TestInstance(in: self, oneSlot())
        let client = try instance.client()
        let mark = "mark \(instance.marksPath)"
        let (id, leader) = try start(
            script(mark, "grandchild 60 setsid", "blocked q1 may I?", "stall"),
            client
        )
        try client.wait(id, until: "asks") { $0.state.status == .blocked }
        let waiting = try XCTUnwrap(try client.submit(script(mark, "say b")).envelope.missionID)

        let refused = try resolve(instance, waiting, "failed")
        XCTAssertEqual(refused.code, 6, refused.output)
        XCTAssertTrue(refused.errors.contains("mission cancel"), refused.errors)
        let done = try resolve(instance, id, "completed")
        XCTAssertEqual(done.code, 0, done.errors)
        XCTAssertTrue(done.output.contains("then it is completed"), done.output)

        let end = try client.wait(id)
        XCTAssertEqual(end.state.status, .completed)
        XCTAssertEqual(end.state.reason, .operatorRequest)
        XCTAssertEqual(end.state.summary, "merged by hand")
        XCTAssertNotNil(end.state.endedBy)
        XCTAssertEqual(end.attempts.map(\.outcome), [.cancelled])
        XCTAssertEqual(end.attempts.map(\.resolution), [.completed])
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        XCTAssertEqual(try client.wait(waiting).state.status, .completed, "the slot is free")
        let events = try client.events(mission: id, types: [.missionCompleted])
        XCTAssertEqual(events.map(\.actor), [end.state.endedBy])
        XCTAssertEqual(events.first?.summary.contains("merged by hand"), true)

        let again = try resolve(instance, id, "completed")
        XCTAssertEqual(again.code, 0, again.errors)
        XCTAssertTrue(again.output.contains("it is completed already"), again.output)
        let other = try resolve(instance, id, "failed")
        XCTAssertEqual(other.code, 6, other.output)
        try assertNothingOverlapped(instance)
    }

    func testWhatWasSaidStandsOverTheDeathOfTheSupervisor() throws {
        let instance = try TestInstance(in: self, oneSlot())
        let client = try instance.client()
        let (id, leader) = try start(
            script("mark \(instance.marksPath)", "ignore-term", "blocked q1 may I?", "stall"),
            client
        )
        try client.wait(id, until: "asks") { $0.state.status == .blocked }

        try client.change(.missionResolve(id, as: .failed, options("nobody knows")))
        try instance.killAndRestart()
        try instance.waitUntilReady()
        let later = try instance.client()
        let refusal = try later.refusal(of: .missionResolve(id, as: .completed, options("no")))
        XCTAssertEqual(refusal.code, .conflict)
        // Its runtime ignores SIGTERM: that it is killed at once changes nothing of the outcome.
        try later.change(.missionCancel(id, options("now", isForced: true)))

        let end = try later.wait(id)
        XCTAssertEqual(end.state.status, .failed)
        XCTAssertEqual(end.state.summary, "nobody knows")
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        try assertNothingOverlapped(instance)
    }

    private func resolve(
        _ instance: TestInstance,
        _ id: MissionID,
        _ outcome: String
    ) throws -> ProgramOutput {
        try instance.lanectl(
            "mission",
            "resolve",
            id.rawValue,
            "--as",
            outcome,
            "--reason",
            "merged by hand"
        )
    }
}
