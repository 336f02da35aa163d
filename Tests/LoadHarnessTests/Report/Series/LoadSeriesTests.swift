import Protocol
import XCTest

@testable import LoadHarness

final class LoadSeriesTests: XCTestCase {
    private func pool(_ status: PoolStatus) -> LoadSample.Pool {
        LoadSample.Pool(name: "load.1", status: status, grantedSlotCount: 3, usedSlotCount: 2)
    }

    private func evidence(_ samples: [LoadSample]) -> Evidence {
        var evidence = Made.evidence
        evidence.quotas = Made.quotas(laneCount: 2, slotCount: 4, poolCount: 1)
        evidence.samples = samples
        return evidence
    }

    func testEachClassLaneAndPoolHasItsLine() {
        let series = LoadSeries(
            evidence([
                Made.sample(at: 0, queued: [1, 2, 3], runs: [4, 5], pools: [pool(.open)]),
                Made.sample(at: 200, queued: [0, 2, 6], runs: [1, 0], pools: [pool(.open)]),
            ])
        )

        XCTAssertEqual(series.queued.map(\.name), ["interactive", "deadline", "background"])
        XCTAssertEqual(series.queued.map { $0.points.map(\.value) }, [[1, 0], [2, 2], [3, 6]])
        XCTAssertEqual(series.used.points.map(\.value), [9, 1])
        XCTAssertEqual(series.usedByLane.map { $0.points.map(\.value) }, [[4, 1], [5, 0]])
        XCTAssertEqual(series.usedByPool.map { $0.points.map(\.value) }, [[2, 2]])
        XCTAssertEqual(series.grantedByPool.map(\.peak), [3])
        XCTAssertEqual(series.used.points.map(\.seconds), [0, 0.2])
    }

    func testALineIsBrokenWhereNothingWasSeen() {
        let series = LoadSeries(
            evidence(
                [0, 200, 400, 600, 1900, 2100].map { milliseconds in
                    Made.sample(
                        at: milliseconds,
                        residentKiB: milliseconds == 400 ? nil : 2048
                    )
                }
            )
        )

        XCTAssertEqual(
            series.used.points.map(\.isAfterGap),
            [false, false, false, false, true, false]
        )
        XCTAssertEqual(series.memory.points.map(\.isAfterGap), [false, false, true, true, false])
        XCTAssertEqual(series.memory.points.map(\.value), [2, 2, 2, 2, 2])
    }

    func testEqualStatesOfAPoolAreOneSpan() {
        let states: [(Int, PoolStatus)] = [
            (0, .open), (200, .open), (400, .cooling), (600, .open), (5000, .open), (5200, .open),
        ]
        let series = LoadSeries(
            evidence(states.map { Made.sample(at: $0.0, pools: [pool($0.1)]) })
        )

        XCTAssertEqual(
            series.poolStates(at: 0),
            [
                StateSpan(status: .open, from: 0, until: 0.4),
                StateSpan(status: .cooling, from: 0.4, until: 0.6),
                StateSpan(status: .open, from: 0.6, until: 0.6),
                StateSpan(status: .open, from: 5, until: 5.2),
            ]
        )
        XCTAssertEqual(series.poolStates(at: 1), [])
    }

    func testWithoutSamplesThereIsNothing() {
        let series = LoadSeries(evidence([]))

        XCTAssertEqual(series.used.points, [])
        XCTAssertEqual(series.queued.count, 3)
        XCTAssertEqual(series.poolStates(at: 0), [])
    }
}
