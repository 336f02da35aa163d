import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class LaneOrderTests: XCTestCase {
    func testLaneIsDrainedForAWhileAndThenOpen() throws {
        let bench = try FaultBench(in: self)
        let lane = bench.quotas.lanes[0].id
        let client = try bench.connect()
        let viewer = try TestClient(bench.controlSocket)
        let injector = bench.injector(FaultBench.plan(.drainLane, lastsFor: .seconds(1)))

        try bench.play(injector, until: "it is drained") {
            try viewer.lane(lane).record.admission == .drained
        }
        XCTAssertEqual(try viewer.lane(bench.quotas.lanes[1].id).record.admission, .open)
        try bench.playOut(injector)

        try viewer.wait(lane, until: "is open") { $0.record.admission == .open }
        XCTAssertEqual(injector.injected.map(\.object), ["vp.a"])
        XCTAssertEqual(injector.injected.map(\.wasBusy), [false])
        client.close()
    }

    func testWhatWaitsGoesToTheOtherLaneForAWhile() throws {
        let bench = try FaultBench(in: self)
        let lane = bench.quotas.lanes[0].id
        let client = try bench.connect()
        let viewer = try TestClient(bench.controlSocket)
        let injector = bench.injector(FaultBench.plan(.rerouteLane, lastsFor: .seconds(1)))

        try bench.play(injector, until: "it is rerouted") {
            try viewer.lane(lane).record.reroute?.target == bench.quotas.lanes[1].id
        }
        try bench.playOut(injector)

        try viewer.wait(lane, until: "keeps its work") {
            $0.record.reroute == nil && $0.record.admission == .open
        }
        XCTAssertEqual(injector.injected.map(\.kind), [.rerouteLane])
        client.close()
    }

    func testOrderWhoseEndWasLostIsEndedByTheRepetition() throws {
        let bench = try FaultBench(in: self)
        let lane = bench.quotas.lanes[0].id
        try bench.connect()
        let viewer = try TestClient(bench.controlSocket)
        let injector = bench.injector(FaultBench.plan(.drainLane, lastsFor: .milliseconds(300)))
        try bench.play(injector, until: "it is drained") {
            try viewer.lane(lane).record.admission == .drained
        }

        bench.client?.close()
        try bench.play(injector, until: "its end was said to nobody") {
            injector.injected.first.map { $0.endedAt > $0.at } == true
        }
        XCTAssertNotEqual(try viewer.lane(lane).record.admission, .open)
        try bench.connect()
        try bench.playOut(injector)

        try viewer.wait(lane, until: "is open") { $0.record.admission == .open }
    }
}
