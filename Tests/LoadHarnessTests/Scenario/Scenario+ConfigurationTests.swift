import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class ScenarioConfigurationTests: XCTestCase {
    func testLanesAreDealtOutToPoolsInTurn() throws {
        var scenario = Scenario()
        scenario.laneCount = 5
        scenario.poolCount = 2
        scenario.poolSlotCount = 3
        scenario.poolReservedSlotCount = 1

        let quotas = scenario.quotas

        XCTAssertEqual(
            quotas.lanes.map(\.id.rawValue),
            (1...5).map { "vp.load.\($0)" }
        )
        XCTAssertEqual(
            quotas.lanes.map(\.pool),
            ["load.1", "load.2", "load.1", "load.2", "load.1"]
        )
        XCTAssertEqual(
            quotas.pools,
            [
                Quotas.Pool(name: "load.1", slotCount: 3, reservedSlotCount: 1),
                Quotas.Pool(name: "load.2", slotCount: 3, reservedSlotCount: 1),
            ]
        )
    }

    func testMinimumShareIsTheConfigurations() {
        var scenario = Scenario()
        XCTAssertEqual(scenario.quotas.minimumShareEvery, 10)
        scenario.configuration = .object([
            "classes": .object(["min_share_every": .integer(25)])
        ])
        XCTAssertEqual(scenario.quotas.minimumShareEvery, 25)
    }

    func testWhatTheScenarioSaysStandsOverWhatALoadNeeds() throws {
        var scenario = Scenario()
        scenario.poolCount = 1
        scenario.poolSlotCount = 2
        scenario.configuration = .object([
            "defaults": .object(["backoff": .object(["failure_ms": .integer(7)])]),
            "pool": .object(["cooling_ms": .integer(250)]),
        ])

        let configuration = try ConfigurationReader.read(
            scenario.configurationValue(fakeRuntime: "/f"),
            environment: [:]
        ).get()

        let lane = try XCTUnwrap(configuration.lanes.first?.value)
        XCTAssertEqual(lane.backoff.failureMilliseconds, 7)
        XCTAssertEqual(lane.backoff.failureMaxMilliseconds, 20)
        XCTAssertEqual(lane.restart.startupDeathCountMax, 1_000_000)
        XCTAssertEqual(configuration.pools["load.1"]?.coolingMilliseconds, 250)
    }

    func testConfigurationIsOneLine() {
        let text = Scenario().configurationText(fakeRuntime: "/a \"b\"")

        XCTAssertEqual(text.count { $0 == UInt8(ascii: "\n") }, 1)
        XCTAssertEqual(text.last, UInt8(ascii: "\n"))
        XCTAssertTrue(String(decoding: text, as: UTF8.self).contains(#"["/a \"b\""]"#))
    }
}
