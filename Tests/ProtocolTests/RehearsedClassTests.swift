import XCTest

@testable import Protocol

final class RehearsedClassTests: XCTestCase {
    func testPercentilesAreValuesOfTheOrderedWaits() {
        let table: [(waits: [UInt64], p50: UInt64?, p95: UInt64?, max: UInt64?)] = [
            ([], nil, nil, nil),
            ([7], 7, 7, 7),
            ([9, 1], 1, 9, 9),
            (Array((1...20).reversed()), 10, 19, 20),
            (Array(1...100), 50, 95, 100),
        ]
        for (waits, p50, p95, max) in table {
            let row = RehearsedClass(.background, of: waits.map(started))

            XCTAssertEqual(row.waitP50Milliseconds, p50)
            XCTAssertEqual(row.waitP95Milliseconds, p95)
            XCTAssertEqual(row.waitMaxMilliseconds, max)
        }
    }

    func testOutcomesAreCountedAndOtherClassesLeftOut() {
        var refused = started(1)
        refused.outcome = .refused
        refused.startAtMilliseconds = nil
        var other = started(5)
        other.missionClass = .interactive

        let row = RehearsedClass(.background, of: [started(3), refused, other])

        XCTAssertEqual(row.counts, [1, 1, 0, 0])
        XCTAssertEqual(row.missionCount, 2)
        XCTAssertEqual(row.waitMaxMilliseconds, 3)
    }

    private func started(_ wait: UInt64) -> RehearsedMission {
        let envelope = MissionEnvelope(objective: "true")
        let mission = WorkloadMission(envelope, arriveAtMilliseconds: 10, takesMilliseconds: 1)
        var rehearsed = RehearsedMission(mission, number: 1)
        rehearsed.outcome = .started
        rehearsed.startAtMilliseconds = 10 + wait
        return rehearsed
    }
}
