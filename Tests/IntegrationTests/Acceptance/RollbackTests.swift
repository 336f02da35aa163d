import DataStructures
import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// A lane whose missions fail is rolled back as its configuration says, and what it was like then is
/// on the disk.
final class RollbackTests: XCTestCase {
    private func configuration(_ action: String) -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = [
            ("vp.a", "{ intents: [\"a\"], fallback: [\"vp.b\"] }"),
            ("vp.b", "{ intents: [\"b\"], rollback: { failures_in_a_row: 0 } }"),
        ]
        configuration.sections = ["rollback: { action: \"\(action)\", failures_in_a_row: 3 }"]
        return configuration
    }

    /// A mission that only this lane may run, and that fails.
    private func failing(on lane: LaneID) -> MissionEnvelope {
        script("exit 1") {
            $0.vpID = lane
            $0.retry.maxAttempts = 1
        }
    }

    private func fail(_ count: Int, on lane: LaneID, _ client: TestClient) throws {
        for _ in 0..<count {
            XCTAssertEqual(try finish(failing(on: lane), client).state.status, .failed)
        }
    }

    private func snapshots(_ instance: TestInstance) throws -> [String] {
        let folder = "\(instance.state)/incidents"
        return Files.exists(folder) ? try Files.list(folder).map { "\(folder)/\($0)" } : []
    }

    func testTrippedLaneIsDrainedAndItsQueueGoesAlongItsChain() throws {
        let instance = try TestInstance(in: self, configuration("reroute"))
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        let later = Clock.now().wall + .milliseconds(1_500)
        let waiting = try client.submit(
            script("say hello") {
                $0.missionType = "a"
                $0.notBefore = later
            }
        )

        try fail(3, on: a, client)
        let moved = try client.wait(try XCTUnwrap(waiting.envelope.missionID))
        let drained = try client.wait(a, until: "is drained") { $0.record.admission == .drained }

        XCTAssertEqual(moved.state.status, .completed)
        XCTAssertEqual(moved.attempts.map(\.vpID), [b])
        XCTAssertEqual(moved.state.assignedBy, "rollback")
        XCTAssertEqual(drained.record.drainChange?.actor, "rollback")
        XCTAssertEqual(
            drained.why.summary,
            "drained by rollback: 3 missions in a row failed on it or moved on"
        )
        let file = try XCTUnwrap(snapshots(instance).first)
        XCTAssertEqual(try Files.information(file)?.mode, 0o600)
        let snapshot = try IncidentSnapshot(
            fileText: try Files.read(file, byteCountMax: 1 << 20)
        )
        XCTAssertEqual(snapshot.lane.record.vpID, a)
        XCTAssertEqual(snapshot.trip?.reason, .missionFailures)
        XCTAssertEqual(snapshot.trip?.payload["failures_in_a_row"], .integer(3))
        XCTAssertEqual(snapshot.missions.map(\.state.status), [.failed, .failed, .failed])
        XCTAssertTrue(snapshot.events.contains { $0.type == .laneTripped })
        let shown = try instance.lanectl("lane", "show", "vp.a").output
        XCTAssertTrue(shown.contains("tripped (mission_failures)"), shown)

        try client.change(.laneUndrain(a, OperatorOptions()))
        let well = try finish(script("say hello") { $0.vpID = a }, client)

        XCTAssertEqual(well.state.status, .completed)
        XCTAssertEqual(
            try client.events(types: [.incidentOpened, .laneTripped, .incidentClosed]).map(\.type),
            [.incidentOpened, .laneTripped, .incidentClosed]
        )
        try assertNothingOverlapped(instance)
    }

    func testSnapshotIsTakenAfterADeathBetweenTheCommitAndTheFile() throws {
        let instance = try TestInstance(
            in: self,
            configuration("incident"),
            environment: ["LANEKEEPER_CRASH_AT=supervisor.beforeCapture:1"]
        )
        let client = try instance.client()
        let a = try lane("vp.a")
        try fail(2, on: a, client)
        _ = try client.submit(failing(on: a))
        XCTAssertEqual(
            try instance.waitForEnd(),
            .exited(code: CrashPoints.exitCode)
        )
        XCTAssertEqual(try snapshots(instance), [])
        instance.environment = []
        try instance.start()
        try instance.waitUntilReady()

        let later = try instance.client()
        let known = try later.wait(a, until: "has its snapshot") {
            $0.record.rollback.pendingCaptures.isEmpty
        }

        XCTAssertEqual(known.record.rollback.trigger, .missionFailures)
        XCTAssertEqual(known.why.reason, .missionFailures)
        let events = try later.events(types: [.incidentOpened, .laneTripped])
        XCTAssertEqual(events.map(\.type), [.incidentOpened, .laneTripped])
        let file = try XCTUnwrap(snapshots(instance).first)
        let sequence = try XCTUnwrap(events.last?.sequence)
        XCTAssertTrue(file.hasSuffix("/" + IncidentSnapshot.fileName(of: a, sequence)), file)
        try assertNothingOverlapped(instance)
    }

    func testSnapshotThatCannotBeWrittenIsToldAndWorkGoesOn() throws {
        let instance = try TestInstance(in: self, configuration("drain"))
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        try Data("in the way".utf8).write(to: URL(fileURLWithPath: "\(instance.state)/incidents"))

        try fail(3, on: a, client)
        _ = try client.wait(a, until: "is drained") { $0.record.admission == .drained }
        let well = try finish(script("say hello") { $0.vpID = b }, client)

        XCTAssertEqual(well.state.status, .completed)
        let told = try client.events(types: [.incidentCaptureFailed])
        XCTAssertEqual(told.map(\.vpID), [a])
        XCTAssertTrue(try instance.log().contains("event=incident.notCaptured"))
        XCTAssertEqual(try client.lane(a).record.rollback.pendingCaptures, [])
    }
}
