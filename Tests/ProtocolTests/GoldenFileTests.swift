import XCTest

@testable import Protocol

final class GoldenFileTests: XCTestCase {
    func testEveryGoldenFileHasASample() throws {
        let names =
            try Samples.commands().map { "request.\($0.name)" }
            + Samples.messages().map { "answer.\($0.name)" }
            + Samples.laneCommands().map { "lane-request.\($0.name)" }
            + Samples.laneReports().map { "lane-report.\($0.name)" }
            + ["outbox", "ledger-envelope", "event-payload", "strings"]

        XCTAssertEqual(try GoldenFile.names(), names.sorted())
    }

    func testStoredFormsAreTheirGoldenFiles() throws {
        var envelope = try Samples.envelope()
        envelope.shadowOf = try Samples.mission("m-original")
        let payload = try Samples.event().payload
        let strings = ["out/report.md", "", "\"quoted\"\n"]
        let forms: [(String, [UInt8])] = [
            ("outbox", try Samples.result().encoded()),
            ("ledger-envelope", Array(envelope.ledgerText.utf8)),
            ("event-payload", Array(JSONText.encode(payload).utf8)),
            ("strings", Array(JSONText.encode(strings).utf8)),
        ]
        for (name, bytes) in forms {
            XCTAssertEqual(try GoldenFile(name: name).bytes(orWrite: bytes), bytes, name)
        }
        XCTAssertEqual(try RunResult(decoding: forms[0].1[...]), try Samples.result())
        XCTAssertEqual(
            try MissionEnvelope(ledgerText: envelope.ledgerText, objective: envelope.objective),
            envelope
        )
        XCTAssertEqual(try JSONText.decodePayload(JSONText.encode(payload)), payload)
        XCTAssertEqual(try JSONText.decodeStrings(JSONText.encode(strings)), strings)
    }
}
