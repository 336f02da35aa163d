import Protocol
import XCTest

@testable import LoadHarness

final class ArrivalGateTests: XCTestCase {
    private func plan(_ arrival: Arrival, missions: Int? = nil) -> LoadPlan {
        var scenario = Scenario()
        scenario.summary = "x"
        scenario.arrival = arrival
        scenario.missionCountMax = missions
        scenario.duration = .seconds(10)
        return LoadPlan(scenario, seed: 1)
    }

    func testAClosedLoopFillsUpToItsNumber() {
        let arrival = Arrival.closed(openCount: 3)
        var plan = plan(arrival)
        var gate = ArrivalGate(arrival)

        let first = gate.arrivals(at: .zero, openCount: 0, from: &plan)
        let none = gate.arrivals(at: .seconds(1), openCount: 3, from: &plan)
        let second = gate.arrivals(at: .seconds(2), openCount: 1, from: &plan)

        XCTAssertEqual(first.map(\.number), [0, 1, 2])
        XCTAssertEqual(none, [])
        XCTAssertEqual(second.map(\.number), [3, 4])
        XCTAssertNil(gate.nextTime(after: .seconds(2), openCount: 3))
        XCTAssertEqual(gate.nextTime(after: .seconds(2), openCount: 2), .seconds(2))
    }

    func testAnOpenLoopLetsMissionsArriveWhenTheirTimeHasCome() {
        let arrival = Arrival.burst(count: 2, every: .seconds(3))
        var plan = plan(arrival)
        var gate = ArrivalGate(arrival)

        let first = gate.arrivals(at: .milliseconds(1), openCount: 0, from: &plan)
        XCTAssertEqual(gate.nextTime(after: .milliseconds(1), openCount: 2), .seconds(3))
        let early = gate.arrivals(at: .milliseconds(2_999), openCount: 2, from: &plan)
        let late = gate.arrivals(at: .seconds(7), openCount: 500, from: &plan)

        XCTAssertEqual(first.map(\.number), [0, 1])
        XCTAssertEqual(early, [])
        XCTAssertEqual(late.map(\.number), [2, 3, 4, 5])
    }

    func testABoundKeepsMissionsBackWhoseTimeHasCome() {
        let arrival = Arrival.burst(count: 5, every: .seconds(3))
        var plan = plan(arrival)
        var gate = ArrivalGate(arrival, openCountMax: 2)

        let first = gate.arrivals(at: .zero, openCount: 0, from: &plan)
        XCTAssertNil(gate.nextTime(after: .zero, openCount: 2))
        let second = gate.arrivals(at: .seconds(1), openCount: 1, from: &plan)

        XCTAssertEqual(first.map(\.number), [0, 1])
        XCTAssertEqual(second.map(\.number), [2])
    }

    func testAPlanWithoutMoreIsExhausted() {
        let arrival = Arrival.closed(openCount: 10)
        var plan = plan(arrival, missions: 2)
        var gate = ArrivalGate(arrival)

        XCTAssertFalse(gate.isExhausted)
        XCTAssertEqual(gate.arrivals(at: .zero, openCount: 0, from: &plan).count, 2)

        XCTAssertTrue(gate.isExhausted)
        XCTAssertNil(gate.nextTime(after: .zero, openCount: 0))
        XCTAssertEqual(gate.arrivals(at: .seconds(1), openCount: 0, from: &plan), [])
    }

    func testAfterARefusalNothingArrivesForAWhile() {
        let arrival = Arrival.closed(openCount: 1)
        var plan = plan(arrival)
        var gate = ArrivalGate(arrival)

        gate.pause(from: .seconds(1))

        let end = Interval.seconds(1) + ArrivalGate.refusalPause
        XCTAssertEqual(gate.arrivals(at: .seconds(1), openCount: 0, from: &plan), [])
        XCTAssertEqual(gate.nextTime(after: .seconds(1), openCount: 0), end)
        XCTAssertEqual(gate.arrivals(at: end, openCount: 0, from: &plan).count, 1)
    }

    func testTooManyAtOnceComeInBatches() {
        let arrival = Arrival.closed(openCount: 1_000)
        var plan = plan(arrival)
        var gate = ArrivalGate(arrival)

        let first = gate.arrivals(at: .zero, openCount: 0, from: &plan)

        XCTAssertEqual(first.count, ArrivalGate.batchCountMax)
        XCTAssertEqual(gate.nextTime(after: .zero, openCount: first.count), .zero)
    }
}
