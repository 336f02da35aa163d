import XCTest

@testable import Protocol

final class WorkloadTests: XCTestCase {
    func testLineIsAnEnvelopeWithItsTimes() throws {
        let mission = try decode(
            #"{"objective":"date","source":"cron","arrive_at_ms":2592000000,"takes_ms":604800000}"#
        )

        XCTAssertEqual(mission.envelope.objective, "date")
        XCTAssertEqual(mission.envelope.source, "cron")
        XCTAssertEqual(mission.arriveAtMilliseconds, 2_592_000_000)
        XCTAssertEqual(mission.takesMilliseconds, 604_800_000)
        XCTAssertEqual(try decode(#"{"objective":"a","takes_ms":1}"#).arriveAtMilliseconds, 0)
    }

    func testBadLinesAreNamedByTheirPath() throws {
        let table = [
            (#"{"objective":"a"}"#, "takes_ms: missing (needs an integer from 1 to 604800000)"),
            (
                #"{"objective":"a","takes_ms":0}"#,
                "takes_ms: 0 is not an integer from 1 to 604800000"
            ),
            (
                #"{"objective":"a","takes_ms":1,"arrive_at_ms":2592000001}"#,
                "arrive_at_ms: 2592000001 is not an integer from 0 to 2592000000"
            ),
            (
                #"{"objective":"a","takes_ms":1,"arive_at_ms":1}"#,
                #"arive_at_ms: unknown field (did you mean "arrive_at_ms"?)"#
            ),
            (
                #"{"objective":"a","takes_ms":1,"budget":{"max_runtime_seconds":0}}"#,
                "budget.max_runtime_seconds: 0 is not an integer from 1 to 604800"
            ),
            (
                #"{"objective":"a","takes_ms":1,"callback":"x"}"#,
                "callback: not carried out by this version (leave it out)"
            ),
        ]
        for (line, message) in table {
            XCTAssertThrowsError(try decode(line)) { error in
                XCTAssertEqual((error as? ProtocolError)?.description, message)
            }
        }
        XCTAssertThrowsError(try decode("x")) { error in
            XCTAssertEqual((error as? ProtocolError)?.reason, .invalidJSON)
        }
    }

    func testRequestHasMissionsOrNothing() throws {
        let table = [
            (#""start_at":"2026-11-21T10:00:00Z""#, "missions: missing"),
            (#""missions":[]"#, "missions: "),
            (
                #""missions":[{"objective":"a","takes_ms":1},{"objective":"a"}]"#,
                "missions[1].takes_ms: missing"
            ),
            (
                #""missions":[\#(keyed("k")),\#(keyed("l")),\#(keyed("k"))]"#,
                #"missions[2].idempotency_key: "k" stands in missions[0] already"#
            ),
        ]
        for (parameters, message) in table {
            XCTAssertThrowsError(try request(parameters)) { error in
                let refused = error as? RefusedRequest
                XCTAssertEqual(refused?.error.reason, .invalidField)
                XCTAssertEqual(refused?.error.message.hasPrefix(message), true, message)
            }
        }
        XCTAssertEqual(try request("").command, .governorExplain(nil))
    }

    func testMoreMissionsThanASupervisorRehearsesAreRefused() throws {
        let most = Workload.countMaxOfRequest
        let missions = (0...most).map { keyed("\($0)") }

        XCTAssertNoThrow(
            try request(#""missions":[\#(missions.dropLast().joined(separator: ","))]"#)
        )
        XCTAssertThrowsError(try request(#""missions":[\#(missions.joined(separator: ","))]"#))
    }

    func testRepetitionNamesBothAndTheField() throws {
        var first = MissionEnvelope(objective: "a")
        first.missionID = try Samples.mission()
        let other = MissionEnvelope(objective: "b")
        let missions = [first, other, first].map { WorkloadMission($0, takesMilliseconds: 1) }

        let repetition = Workload(missions).repetition

        XCTAssertEqual(repetition?.field, "mission_id")
        XCTAssertEqual(repetition?.value, "m-0001")
        XCTAssertEqual(repetition?.earlierIndex, 0)
        XCTAssertEqual(repetition?.index, 2)
        XCTAssertNil(Workload([missions[0], missions[1], missions[1]]).repetition)
    }

    private func decode(_ line: String) throws -> WorkloadMission {
        try WorkloadMission.decode(Array(line.utf8)[...])
    }

    private func keyed(_ key: String) -> String {
        #"{"idempotency_key":"\#(key)","objective":"a","takes_ms":1}"#
    }

    private func request(_ parameters: String) throws -> ControlRequestFrame {
        let head = #"{"jsonrpc":"2.0","id":1,"method":"governor.explain","params":{"#
        return try ControlRequestFrame(decoding: Array((head + parameters + "}}").utf8)[...])
    }
}
