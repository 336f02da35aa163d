import XCTest

@testable import Protocol

final class RolloutTests: XCTestCase {
    // MARK: Shares

    /// A share that changed with a release would move missions between lanes.
    func testSharesAreTheSameForEver() throws {
        let table: [(String, Int)] = [
            ("m1", 1), ("m2", 88), ("m3", 59), ("m4", 46), ("m5", 17), ("m6", 4), ("m7", 75),
            ("a", 71), ("b", 42), ("m01jd0000000000001", 70),
        ]
        for (id, share) in table {
            XCTAssertEqual(Rollout.share(of: try XCTUnwrap(MissionID(id))), share, id)
        }
    }

    func testSharesAreSpreadEvenlyAndGrowWithThePercentage() throws {
        var counts = Array(repeating: 0, count: 100)
        for number in 0..<10_000 {
            let envelope = try envelope("x\(number)")
            let id = try XCTUnwrap(envelope.missionID)
            counts[Rollout.share(of: id)] += 1
            var isInside = false
            for percent in [0, 1, 10, 20, 50, 99, 100] {
                let admits = Rollout.canary(percent: percent).admits(envelope)
                XCTAssertTrue(admits || !isInside, "\(id) leaves at \(percent) %")
                isInside = admits
            }
            XCTAssertTrue(isInside)
        }

        XCTAssertTrue(counts.allSatisfy { (60...140).contains($0) }, "\(counts)")
        XCTAssertEqual(counts.prefix(10).reduce(0, +), 1_007)
    }

    // MARK: Who is let in

    func testWhatHasNoPinIsLetInByTheStage() throws {
        let table: [(Rollout, [Bool])] = [
            (.off, [false, false]), (.forceFallback, [false, false]), (.on, [true, true]),
            (.canary(percent: 4), [true, false]), (.canary(percent: 5), [true, true]),
            (.canary(percent: 1), [false, false]), (.canary(percent: 0), [false, false]),
            (.canary(percent: 100), [true, true]), (.shadow, [false, false]),
        ]
        for (rollout, admits) in table {
            // Their shares are 1 and 4.
            let found = try ["m1", "m6"].map { rollout.admits(try envelope($0)) }

            XCTAssertEqual(found, admits, "\(rollout)")
        }
    }

    func testAPinIsNoRolloutsBusiness() throws {
        var pinned = try envelope("m8")
        pinned.vpID = LaneID("vp.a")

        for rollout: Rollout in [.off, .forceFallback, .canary(percent: 0), .on, .shadow] {
            XCTAssertTrue(rollout.admits(pinned), "\(rollout)")
        }
    }

    func testClosedIsWhatLetsNobodyIn() {
        let table: [(Rollout, Bool, String)] = [
            (.off, true, "off"), (.shadow, true, "shadow"),
            (.forceFallback, true, "force_fallback"), (.on, false, "on"),
            (.canary(percent: 0), true, "canary 0 %"), (.canary(percent: 1), false, "canary 1 %"),
        ]
        for (rollout, isClosed, text) in table {
            XCTAssertEqual(rollout.isClosed, isClosed, text)
            XCTAssertEqual("\(rollout)", text)
            XCTAssertEqual(Rollout(rollout.stage, percent: rollout.percent), rollout)
        }
    }

    func testOnlyACanaryHasAPercentage() {
        XCTAssertNil(Rollout(.canary, percent: nil))
        XCTAssertNil(Rollout(.canary, percent: 101))
        XCTAssertNil(Rollout(.canary, percent: -1))
        for stage: RolloutStage in [.off, .on, .forceFallback, .shadow] {
            XCTAssertNil(Rollout(stage, percent: 10), stage.rawValue)
        }
    }

    private func envelope(_ id: String) throws -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: "true")
        envelope.missionID = try XCTUnwrap(MissionID(id))
        return envelope
    }
}
