import IntegrationSupport
import Protocol
import XCTest

extension XCTestCase {
    /// A mission for the profile `fake`: a script of `fake-runtime`, an instruction a line.
    func script(
        _ lines: String...,
        change: (inout MissionEnvelope) -> Void = { _ in }
    )
        -> MissionEnvelope
    {
        var envelope = MissionEnvelope(objective: lines.joined(separator: "\n") + "\n")
        change(&envelope)
        return envelope
    }

    /// A lane's name.
    func lane(_ name: String) throws -> LaneID { try XCTUnwrap(LaneID(name)) }

    /// Says what this machine cannot show.
    func notProved(_ reason: String) {
        print("not proved: \(name): \(reason)")
    }

    /// Starts a mission and waits until its process is there.
    func start(
        _ envelope: MissionEnvelope,
        _ client: TestClient
    ) throws -> (id: MissionID, leader: ProcessIdentity) {
        let id = try XCTUnwrap(try client.submit(envelope).envelope.missionID)
        return (id, try client.waitForRun(id))
    }

    /// Submits a mission and waits until it is terminal.
    func finish(_ envelope: MissionEnvelope, _ client: TestClient) throws -> MissionView {
        let id = try XCTUnwrap(try client.submit(envelope).envelope.missionID)
        return try client.wait(id)
    }

    /// Every mission whose runs left marks ran alone, and nothing of the instance's runs lives.
    func assertNothingOverlapped(_ instance: TestInstance) throws {
        let marks = try Mark.read(instance.marksPath)
        XCTAssertEqual(marks.filter(\.isOverlap), [], "two runs of a mission were alive at once")
        for (mission, marks) in Dictionary(grouping: marks, by: \.mission) {
            let fences = marks.map(\.fence)
            XCTAssertEqual(fences, fences.sorted(), "an older run of \(mission) began later")
        }
        XCTAssertEqual(try instance.census.members(), [], "orphans")
        XCTAssertEqual(try LedgerReader(instance.ledger).problems(), [])
    }
}
