import ControlPlane
import Protocol
import XCTest

final class RestartTallyTests: XCTestCase {
    func testDeathsBackOffAndTheFifthInTheWindowParks() {
        var tally = RestartTally()

        let verdicts = (0..<5).map {
            tally.record(at: .ms($0 * 1_000), under: RestartPolicy())
        }

        XCTAssertEqual(
            verdicts,
            [
                .restart(after: .seconds(1)), .restart(after: .seconds(2)),
                .restart(after: .seconds(4)), .restart(after: .seconds(8)),
                .park(deathCount: 5),
            ]
        )
    }

    func testDeathAtTheEndOfTheWindowStillCounts() {
        var tally = RestartTally()
        for index in 0..<4 { _ = tally.record(at: .ms(UInt64(index)), under: RestartPolicy()) }

        let verdict = tally.record(at: .ms(60_000), under: RestartPolicy())

        XCTAssertEqual(verdict, .park(deathCount: 5))
    }

    func testDeathOutsideOfTheWindowIsNotCounted() {
        var tally = RestartTally()
        for _ in 0..<4 { _ = tally.record(at: .ms(0), under: RestartPolicy()) }

        let verdict = tally.record(at: .ms(60_001), under: RestartPolicy())

        XCTAssertEqual(verdict, .restart(after: .seconds(16)))
    }

    func testBackOffStaysAtItsMaximum() {
        var policy = RestartPolicy()
        policy.startupDeathCountMax = 100
        var tally = RestartTally()
        for _ in 0..<50 { _ = tally.record(at: .ms(0), under: policy) }

        XCTAssertEqual(tally.record(at: .ms(0), under: policy), .restart(after: .seconds(60)))
    }

    func testLimitOfOneParksAtTheFirstDeath() {
        var policy = RestartPolicy()
        policy.startupDeathCountMax = 1
        var tally = RestartTally()

        XCTAssertEqual(tally.record(at: .ms(0), under: policy), .park(deathCount: 1))
    }
}
