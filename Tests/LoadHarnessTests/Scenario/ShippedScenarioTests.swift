import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

/// The scenarios of `config/load`.
final class ShippedScenarioTests: XCTestCase {
    private let names = [
        "boot", "chaos", "deadline", "drain", "history", "pool", "priority", "smoke", "soak",
    ]

    func testTheseAreAll() throws {
        XCTAssertEqual(try PackageFile.names(in: "config/load"), names)
    }

    func testEachIsAcceptedAndSaysWhatItProves() throws {
        for name in names {
            let scenario = try read(name)

            XCTAssertEqual(scenario.name, name)
            XCTAssertGreaterThan(scenario.summary.utf8.count, 30, name)
            XCTAssertEqual(ScenarioRules.problems(of: scenario).lines, [], name)
        }
    }

    func testSupervisorAcceptsTheConfigurationOfEach() throws {
        for name in names {
            let scenario = try read(name)
            let text = scenario.configurationText(fakeRuntime: "/opt/fake-runtime")

            let value = try ConfigurationSyntax.parse(text).get()
            let configuration = try ConfigurationReader.read(value, environment: [:]).get()

            XCTAssertEqual(configuration.lanes.count, scenario.laneCount, name)
            XCTAssertEqual(configuration.pools.count, scenario.poolCount, name)
            XCTAssertEqual(
                configuration.profiles["load"]?.launch.argv,
                ["/opt/fake-runtime"],
                name
            )
            for lane in scenario.quotas.lanes {
                let policy = try XCTUnwrap(configuration.lanes[lane.id], name)
                XCTAssertEqual(policy.slotCount, lane.slotCount, name)
                XCTAssertEqual(policy.reservedSlotCount, lane.reservedSlotCount, name)
                XCTAssertEqual(policy.pool, lane.pool, name)
                XCTAssertEqual(policy.profile, "load", name)
            }
            for pool in scenario.quotas.pools {
                let policy = try XCTUnwrap(configuration.pools[pool.name], name)
                XCTAssertEqual(policy.slotCount, pool.slotCount, name)
                XCTAssertEqual(policy.reservedSlotCount, pool.reservedSlotCount, name)
            }
            XCTAssertEqual(
                configuration.classes.minShareEvery,
                scenario.quotas.minimumShareEvery,
                name
            )
        }
    }

    func testEachHasAPlan() throws {
        for name in names {
            var plan = LoadPlan(try read(name), seed: 1)
            XCTAssertNotNil(plan.nextMission(), name)
        }
    }

    func testChaosDoesEverythingThatThereIs() throws {
        let kinds = try read("chaos").faults.map(\.kind)
        XCTAssertEqual(Set(kinds), Set(FaultKind.allCases))
        let planned = LoadPlan(try read("chaos"), seed: 1).faults.map(\.kind)
        XCTAssertEqual(Set(planned), Set(FaultKind.allCases))
    }

    func testSmokeDoesEverythingThatIsCheapWithinTwentySeconds() throws {
        let scenario = try read("smoke")
        let expensive: Set<FaultKind> = [.fillDisk, .limitDescriptors]

        XCTAssertEqual(scenario.duration, .seconds(20))
        XCTAssertEqual(
            Set(scenario.faults.map(\.kind)),
            Set(FaultKind.allCases).subtracting(expensive)
        )
    }

    func testSoakIsTenMinutesAtHalfCapacity() throws {
        let scenario = try read("soak")

        XCTAssertEqual(scenario.duration, .seconds(600))
        XCTAssertEqual(scenario.arrival, .poisson(perSecond: nil, load: 0.5))
        XCTAssertEqual(scenario.faults, [])
    }

    func testPreloadsAreWhatTheirNamesSay() throws {
        XCTAssertEqual(try read("history").preload.finishedCount, 1_000_000)
        XCTAssertEqual(try read("boot").preload.queuedCount, 100_000)
        let pool = try read("pool")
        XCTAssertEqual([pool.laneCount, pool.poolCount], [64, 4])
    }

    private func read(_ name: String) throws -> Scenario {
        let bytes = try PackageFile.bytes("config/load/\(name).json")
        return try ScenarioReader.read(bytes, name: name).get()
    }
}
