import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class ScenarioRulesTests: XCTestCase {
    func testDefaultsNeedNothingButASummary() {
        XCTAssertEqual(problems { _ in }, [])
        XCTAssertEqual(
            ScenarioRules.problems(of: Scenario()).lines,
            ["summary: missing (a sentence of 1 to 200 bytes)"]
        )
    }

    func testReservedSlotsAreFewerThanSlots() {
        XCTAssertEqual(
            problems { $0.slotCount = 1 },
            ["reserved_slots: 1 is not below slots 1 (0 to slots - 1)"]
        )
        XCTAssertEqual(
            problems {
                $0.poolCount = 2
                $0.poolSlotCount = 3
                $0.poolReservedSlotCount = 3
            },
            ["pool_reserved_slots: 3 is not below pool_slots 3 (0 to pool_slots - 1)"]
        )
    }

    func testPoolsNeedSlotsAndLanes() {
        XCTAssertEqual(
            problems { $0.poolCount = 5 },
            [
                "pools: 5 is above lanes 4 (at most lanes, so that each pool has one)",
                "pool_slots: missing beside pools (1 to 1024)",
            ]
        )
    }

    func testWhatIsSaidOfPoolsThatAreNotThereIsRefused() {
        let allowed = "(leave it out, or give pools)"
        XCTAssertEqual(
            problems {
                $0.poolSlotCount = 4
                $0.poolReservedSlotCount = 2
                $0.configuration = .object(["pool": .object(["cooling_ms": .integer(500)])])
                $0.faults = [FaultRule(kind: .throttlePool, every: .seconds(1))]
            },
            [
                "pool_slots: there is no pool \(allowed)",
                "pool_reserved_slots: there is no pool \(allowed)",
                "configuration.pool: there is no pool \(allowed)",
                "faults[0].kind: throttle_pool and there is no pool (another kind, or give pools)",
            ]
        )
    }

    func testARerouteNeedsAnotherLane() {
        XCTAssertEqual(
            problems {
                $0.laneCount = 1
                $0.faults = [FaultRule(kind: .rerouteLane, every: .seconds(1))]
            },
            ["faults[0].kind: reroute_lane and there is one lane (another kind, or more lanes)"]
        )
    }

    func testEachFaultHappensAtLeastOnce() {
        let rule = FaultRule(kind: .killRun, every: .milliseconds(6_666))
        XCTAssertEqual(
            problems {
                $0.duration = .seconds(10)
                $0.faults = [rule]
            },
            []
        )
        XCTAssertEqual(
            problems {
                $0.duration = .seconds(9)
                $0.faults = [rule]
            },
            [
                "faults[0].every_ms: 6666 is too long to be sure to happen once (at most 6000, two"
                    + " thirds of duration_seconds)"
            ]
        )
    }

    func testMissionsHaveAClassAndOneKindOfWork() {
        XCTAssertEqual(
            problems {
                $0.classes.interactiveWeight = 0
                $0.classes.deadlineWeight = 0
                $0.classes.backgroundWeight = 0
                $0.work.escapingPercent = 60
                $0.work.failingPercent = 41
            },
            [
                "classes: no class has a weight (one above 0 at least)",
                "work: escaping, stubborn, flooding, failing and throttled are 101 percent together"
                    + " (at most 100)",
            ]
        )
    }

    func testLoadIsAShareOfSomething() {
        XCTAssertEqual(
            problems {
                $0.arrival = .poisson(perSecond: nil, load: 0.5)
                $0.work.runTime = .zero ... .zero
            },
            [
                "arrival.load: work.run_ms is [0, 0], of which slots carry any number (per_second,"
                    + " or work that takes time)"
            ]
        )
    }

    // MARK: Configuration

    func testWhatIsMadeFromTheScenarioIsNotSaidTwice() {
        let allowed = "is made from the rest of the scenario (leave it out)"
        XCTAssertEqual(
            problems {
                $0.poolCount = 1
                $0.poolSlotCount = 2
                $0.configuration = .object([
                    "lanes": .object([:]),
                    "defaults": .object(["slots": .integer(3)]),
                    "pool": .object(["slots": .integer(3)]),
                ])
            },
            [
                "configuration.lanes: \(allowed)", "configuration.defaults.slots: \(allowed)",
                "configuration.pool.slots: \(allowed)",
            ]
        )
    }

    func testProblemsOfTheConfigurationAreSaidOnceAndWhereTheScenarioSaysIt() {
        XCTAssertEqual(
            problems {
                $0.poolCount = 2
                $0.poolSlotCount = 2
                $0.configuration = .object([
                    "clases": .object([:]),
                    "pool": .object(["cooling_ms": .integer(1)]),
                    "defaults": .object([
                        "liveness": .object([
                            "suspect_ms": .integer(5_000), "lease_ms": .integer(4_000),
                        ])
                    ]),
                ])
            },
            [
                "configuration.clases: unknown key (did you mean \"classes\"?)",
                "configuration.pool.cooling_ms: 1 is below 100 (an integer from 100 to 3600000)",
                "configuration.defaults.liveness.lease_ms: 4000 is not above suspect_ms 5000 (more"
                    + " than suspect_ms)",
            ]
        )
    }

    private func problems(_ change: (inout Scenario) -> Void) -> [String] {
        var scenario = Scenario()
        scenario.summary = "x"
        change(&scenario)
        return ScenarioRules.problems(of: scenario).lines
    }
}
