import ControlPlane
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class IncidentFolderTests: XCTestCase {
    func testSnapshotHoldsTheLaneItsMissionsAndItsEvents() throws {
        let bench = try IncidentBench()
        try bench.end("m1")
        try bench.tell(.missionFailed, of: "m1")
        let trip = try bench.tell(.laneTripped)
        try bench.tell(.supervisorReady, lane: nil)

        try bench.capture(trip)

        let snapshot = try bench.snapshot(trip)
        XCTAssertEqual(snapshot.lane.record.vpID, Sample.lane())
        XCTAssertEqual(snapshot.trip?.sequence, trip)
        XCTAssertEqual(snapshot.capturedAt, bench.now.wall)
        XCTAssertNil(snapshot.pool)
        XCTAssertEqual(snapshot.events.map(\.type), [.missionFailed, .laneTripped])
        XCTAssertEqual(snapshot.missions.map(\.envelope.missionID), [Sample.mission("m1")])
        XCTAssertEqual(snapshot.missions.first?.envelope.objective.utf8.count, 200)
        XCTAssertEqual(snapshot.missions.first?.attempts.map(\.outcome), [.completed])
        XCTAssertFalse(snapshot.isCut)
        XCTAssertEqual(try Files.information(bench.file(trip))?.mode, 0o600)
        XCTAssertEqual(try Files.information(bench.path)?.mode, 0o700)
    }

    func testSnapshotThatIsThereIsKept() throws {
        let bench = try IncidentBench()
        let trip = try bench.tell(.laneTripped)
        try bench.capture(trip)
        let first = try Files.read(bench.file(trip), byteCountMax: 1 << 20)
        try bench.tell(.laneReady)

        try bench.capture(trip)

        XCTAssertEqual(try Files.read(bench.file(trip), byteCountMax: 1 << 20), first)
    }

    func testOldestSnapshotsGoAndNothingElse() throws {
        let bench = try IncidentBench()
        try Files.createFolders(bench.path, mode: 0o700)
        try Files.writeAtomically([1], to: "\(bench.path)/note.txt", mode: 0o600)
        for _ in 0..<102 { try bench.capture(try bench.tell(.laneTripped)) }

        let names = try Files.list(bench.path)

        XCTAssertEqual(names.count, 101)
        XCTAssertTrue(names.contains("note.txt"))
        XCTAssertEqual(names.first, IncidentSnapshot.fileName(of: Sample.lane(), 3))
    }

    func testSnapshotIsBoundedAndSaysThatItIsCut() throws {
        let bench = try IncidentBench()
        let long = String(repeating: "x", count: 16_000)
        for _ in 0..<60 { try bench.tell(.laneReady, summary: long) }
        let trip = try bench.tell(.laneTripped)

        try bench.capture(trip)

        let snapshot = try bench.snapshot(trip)
        XCTAssertTrue(snapshot.isCut)
        XCTAssertEqual(snapshot.events.last?.sequence, trip, "the newest stay")
        let size = try XCTUnwrap(try Files.information(bench.file(trip))?.byteCount)
        XCTAssertLessThanOrEqual(size, Int64(IncidentFolder.byteCountMax))
    }

    func testFileInTheWayIsSaid() throws {
        let bench = try IncidentBench()
        let trip = try bench.tell(.laneTripped)
        try Files.writeAtomically([1], to: bench.path, mode: 0o600)

        XCTAssertThrowsError(try bench.capture(trip)) { error in
            let message = (error as? IncidentFolder.Failure)?.message ?? ""
            XCTAssertTrue(message.contains(bench.path), message)
        }
    }

    func testLaneThatIsNotKnownIsSaid() throws {
        let bench = try IncidentBench()

        XCTAssertThrowsError(try bench.capture(1, of: Sample.lane("vp.none")))
    }
}

/// A ledger with one lane, and a folder for snapshots.
private final class IncidentBench {
    let path: String
    let now = Instant(boot: MonotonicTime(nanoseconds: 1), wall: Sample.time(3_600))
    private let folder: TemporaryFolder
    private let capture: LogCapture
    private let ledger: Ledger
    private let incidents: IncidentFolder
    private let core: ControlPlane
    private var sequence: UInt64 = 0

    init() throws {
        folder = try TemporaryFolder()
        capture = try LogCapture()
        path = folder.file("incidents")
        ledger = try Ledger.open(folder.file("l"), bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        incidents = IncidentFolder(path: path, ledger: ledger, log: capture.log)
        core = ControlPlane(
            configuration: .builtIn,
            recovered: RecoveredState(epoch: Epoch(1)),
            seed: 1,
            at: now
        )
    }

    /// A mission with a long objective and one attempt that is over.
    func end(_ name: String) throws {
        var envelope = Sample.envelope(name)
        envelope.objective = String(repeating: "o", count: 5_000)
        var attempt = Sample.attempt(name, 1, fence: 1)
        try ledger.commit([.insertMission(envelope, Sample.state()), .insertAttempt(attempt)])
        attempt.outcome = .completed
        attempt.reason = .finished
        attempt.phase = .ended
        attempt.endedAt = Sample.time(9)
        try ledger.commit([.updateAttempt(attempt)])
    }

    @discardableResult
    func tell(
        _ type: EventType,
        of mission: String? = nil,
        lane: LaneID? = Sample.lane(),
        summary: String = ""
    ) throws -> UInt64 {
        sequence += 1
        var event = EventRecord(
            sequence: sequence,
            type: type,
            emittedAt: Sample.time(),
            actor: "supervisor",
            summary: summary
        )
        event.vpID = lane
        event.missionID = mission.map { Sample.mission($0) }
        try ledger.commit([.appendEvent(event)])
        return sequence
    }

    func capture(_ sequence: UInt64, of lane: LaneID = Sample.lane()) throws {
        try incidents.capture(lane, sequence, core: core, at: now)
    }

    func file(_ sequence: UInt64) -> String {
        "\(path)/\(IncidentSnapshot.fileName(of: Sample.lane(), sequence))"
    }

    func snapshot(_ sequence: UInt64) throws -> IncidentSnapshot {
        try IncidentSnapshot(fileText: try Files.read(file(sequence), byteCountMax: 1 << 20))
    }
}
