import DataStructures
import XCTest

@testable import Protocol

final class MissionEnvelopeTests: XCTestCase {
    /// One change to each field that is compared, by its name on the wire.
    private let changes: [(name: String, change: (inout MissionEnvelope) -> Void)] = [
        ("idempotency_key", { $0.idempotencyKey = "other" }),
        ("vp_id", { $0.vpID = LaneID("other") }),
        ("mission_type", { $0.missionType = "other" }),
        ("objective", { $0.objective = "other" }),
        ("class", { $0.missionClass = .interactive }),
        ("deadline_at", { $0.deadlineAt = WallTime(nanoseconds: 1) }),
        ("expire_at_deadline", { $0.expireAtDeadline.toggle() }),
        ("not_before", { $0.notBefore = WallTime(nanoseconds: 1) }),
        ("owner", { $0.owner = "other" }),
        ("source", { $0.source = "other" }),
        ("retry_of", { $0.retryOf = MissionID("other") }),
        ("parent_id", { $0.parentID = MissionID("other") }),
        ("budget", { $0.budget.maxRuntimeSeconds = 77 }),
        ("budget", { $0.budget.maxIdleSeconds = nil }),
        ("budget", { $0.budget.maxCallCount = 41 }),
        ("budget", { $0.budget.maxTokenCount = nil }),
        ("budget", { $0.budget.maxCostMicroUSD = 2_500_001 }),
        ("constraints", { $0.constraints.allowedTools = [] }),
        ("constraints", { $0.constraints.forbiddenTools.append("x") }),
        ("constraints", { $0.constraints.approvalRequired = [] }),
        ("requires", { $0.requires.append(.usage) }),
        ("success_criteria", { $0.successCriteria = [] }),
        ("checks", { $0.checks = [["test"], ["-s", "report.md"], ["true"]] }),
        ("session", { $0.session = .continue }),
        ("retry", { $0.retry.maxAttempts = 9 }),
        ("retry", { $0.retry.maxRecoveries = 9 }),
        ("retry", { $0.retry.maxDeferrals = 9 }),
        ("labels", { $0.labels["campaign"] = "q3" }),
        ("labels", { $0.labels["campaign"] = nil }),
        ("trace_id", { $0.traceID = nil }),
        ("traceparent", { $0.traceparent = nil }),
        ("fallback", { $0.fallback = nil }),
        ("fallback", { $0.fallback = [] }),
        ("fallback", { $0.fallback?.reverse() }),
        ("preemptible", { $0.isPreemptible = true }),
        ("shadow_ok", { $0.isShadowOK = false }),
    ]

    func testEveryChangeIsADifferenceAndAnotherDigest() throws {
        let envelope = try Samples.envelope()
        var digests = [envelope.digest]

        for (name, change) in changes {
            var other = envelope
            change(&other)
            XCTAssertEqual(envelope.firstDifference(from: other), name)
            XCTAssertEqual(other.firstDifference(from: envelope), name)
            XCTAssertFalse(digests.contains(other.digest), name)
            digests.append(other.digest)
        }
    }

    func testEveryFieldButTheSupervisorsOwnIsCompared() {
        let compared = Set(changes.map(\.name))
        let fields = Set(MissionEnvelope.fields.map(\.stringValue))

        XCTAssertEqual(
            fields.subtracting(compared),
            ["envelope_version", "mission_id", "shadow_of"]
        )
    }

    func testWhatTheSupervisorSetsIsNoDifference() throws {
        let envelope = try Samples.envelope()
        var other = envelope
        other.missionID = nil
        other.shadowOf = try Samples.mission("m-original")
        XCTAssertTrue(other.isCopy)
        XCTAssertFalse(envelope.isCopy)

        XCTAssertNil(envelope.firstDifference(from: other))
        XCTAssertEqual(envelope.digest, other.digest)
    }

    /// These are in ledgers: a digest that changes makes every known key a conflict.
    func testDigestsOfTheFirstRelease() throws {
        let plain = MissionEnvelope(objective: "true")

        XCTAssertEqual(plain.digest, "fdc5bd5f473a9f453c637d5bb29eabb7")
        var full = try Samples.envelope()
        full.fallback = nil
        full.isShadowOK = false
        full.budget.maxCallCount = nil
        full.budget.maxTokenCount = nil
        full.budget.maxCostMicroUSD = nil
        XCTAssertEqual(full.digest, "e571dfd6a7fb59b775c02bac83d195ee")
    }

    func testHashIsFNV1a() {
        // Source: the test vectors of RFC 9923 for FNV-1a with 128 bits, of the empty text and "a".
        var hash = FNV1a128()
        XCTAssertEqual(String(hash.value, radix: 16), "6c62272e07bb014262b821756295c58d")
        hash.fold(byte: UInt8(ascii: "a"))
        XCTAssertEqual(String(hash.value, radix: 16), "d228cb696f1a8caf78912b704e4a8964")
    }

    func testLedgerTextLeavesOnlyTheObjectiveOut() throws {
        let envelope = try Samples.envelope()

        let read = try MissionEnvelope(ledgerText: envelope.ledgerText, objective: "")

        XCTAssertFalse(envelope.ledgerText.contains("objective"))
        XCTAssertEqual(read.firstDifference(from: envelope), "objective")
        XCTAssertEqual(read.missionID, envelope.missionID)
    }

    func testLedgerTextOfANewerReleaseIsRefused() {
        XCTAssertThrowsError(try MissionEnvelope(ledgerText: #"{"wings":2}"#, objective: "x"))
        XCTAssertThrowsError(try MissionEnvelope(ledgerText: #"{"objective":"x"}"#, objective: "x"))
        XCTAssertThrowsError(try MissionEnvelope(ledgerText: "", objective: "x"))
    }
}
