import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class EvidenceDocumentTests: XCTestCase {
    func testFaultsStartsAndRefusalsAreWrittenWithTheirTimes() {
        var evidence = Made.evidence
        evidence.faults = [
            Made.fault(.drainLane, "vp.load.1", at: 1500, until: 2500, isBusy: true),
            Made.fault(.fillDisk, "supervisor", at: 0, obstacle: "no tmpfs"),
        ]
        evidence.starts = [SupervisorStart(at: Made.at(0), readyAt: nil)]
        evidence.refusals = [Refusal(reason: .diskLow, message: "no room", count: 3)]

        let members = EvidenceDocument.members(evidence)

        XCTAssertEqual(
            members["faults"],
            .array([
                .object([
                    "at": .string(Made.at(1500).description),
                    "ended_at": .string(Made.at(2500).description),
                    "kind": .string("drain_lane"),
                    "object": .string("vp.load.1"),
                    "was_busy": .bool(true),
                ]),
                .object([
                    "at": .string(Made.at(0).description),
                    "ended_at": .string(Made.at(0).description),
                    "kind": .string("fill_disk"),
                    "object": .string("supervisor"),
                    "obstacle": .string("no tmpfs"),
                    "was_busy": .bool(false),
                ]),
            ])
        )
        XCTAssertEqual(
            members["starts"],
            .array([.object(["at": .string(Made.at(0).description)])])
        )
        XCTAssertEqual(
            members["refusals"],
            .array([
                .object([
                    "count": .integer(3), "message": .string("no room"),
                    "reason": .string("disk_low"),
                ])
            ])
        )
    }

    func testQuotasNameTheirPools() {
        var evidence = Made.evidence
        evidence.quotas = Made.quotas(laneCount: 1, slotCount: 4, poolCount: 1)

        XCTAssertEqual(
            EvidenceDocument.members(evidence)["quotas"],
            .object([
                "lanes": .array([
                    .object([
                        "pool": .string("load.1"), "reserved_slots": .integer(1),
                        "slots": .integer(4), "vp_id": .string("vp.load.1"),
                    ])
                ]),
                "pools": .array([
                    .object([
                        "pool": .string("load.1"), "reserved_slots": .integer(1),
                        "slots": .integer(4),
                    ])
                ]),
            ])
        )
    }
}
