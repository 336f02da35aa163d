import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneHostTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testShortageHoldsAllButInteractiveAndSaysWhy() throws {
        var scene = Scene.ready(configuration())
        scene.turn(measured(availableMiB: 80))

        scene.submit(.made("m1"), .made("m2", .interactive))

        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
        XCTAssertEqual(scene.missions["m2"]?.status, .running, "half of the reserve")
        let mission: MissionID = "m1"
        let why = try XCTUnwrap(scene.core.explain(mission, at: scene.now))
        XCTAssertEqual(why.reason, .hostMemory)
        XCTAssertEqual(why.figures["available_mib"], 80)
        XCTAssertEqual(why.figures["kept_mib"], 125)
        XCTAssertEqual(scene.core.explain(lane, at: scene.now)?.reason, .hostMemory)
        XCTAssertEqual(scene.core.status(at: scene.now).availableMiB, 80)
    }

    func testWhatIsHeldStartsWhenThereIsRoomAndAsksForATurnUntilThen() {
        var scene = Scene.ready(configuration())
        scene.turn(measured(availableMiB: 80))
        scene.submit(.made("m1"))

        let look = scene.core.host.lookAt
        XCTAssertEqual(look, scene.now.boot + .seconds(2))
        XCTAssertEqual(scene.core.nextDeadline.map { $0 <= scene.now.boot + .seconds(2) }, true)
        XCTAssertEqual(scene.pass(.seconds(2)).startedMissions, [])
        let turn = scene.turn(measured(availableMiB: 200))

        XCTAssertEqual(turn.startedMissions, ["m1"])
        XCTAssertNil(scene.core.host.lookAt)
    }

    func testRunsThatGrowYetCountAndWhatTheyTakeIsLearned() {
        var scene = Scene.ready(configuration())
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.resident(400, of: "m1.1", on: lane)
        scene.resident(300, of: "m1.1", on: lane)
        scene.end("m1.1", on: lane)
        XCTAssertEqual(scene.core.lanes[lane]?.memory.expectedKiB, 400 * 1024, "the peak")
        scene.turn(measured(availableMiB: 900))

        scene.submit(.made("m2"), .made("m3"))

        XCTAssertEqual(scene.missions["m2"]?.status, .running)
        XCTAssertEqual(scene.missions["m3"]?.status, .running, "900 - 400 - 400 leave 100")
        scene.start("m2.1", on: lane)
        scene.resident(100, of: "m2.1", on: lane)
        scene.turn(measured(availableMiB: 1_199))
        scene.submit(.made("m4"))
        XCTAssertEqual(scene.missions["m4"]?.status, .queued, "300 and 400 are promised")
        XCTAssertEqual(scene.turn(measured(availableMiB: 1_325)).startedMissions, ["m4"])
    }

    func testPressureIsNamed() throws {
        var scene = Scene.ready(configuration())
        var figures = HostFigures()
        figures.memoryPressurePercent = 50
        scene.turn(.hostMeasured(figures))

        scene.submit(.made("m1"))

        let mission: MissionID = "m1"
        let why = try XCTUnwrap(scene.core.explain(mission, at: scene.now))
        XCTAssertEqual(why.reason, .hostPressure)
        XCTAssertEqual(why.figures["pressure_percent"], 50)
        XCTAssertEqual(why.figures["pressure_max_percent"], 40)
    }

    func testStartsAfterAnUncleanBootAreSpacedOut() throws {
        var state = RecoveredState(epoch: Epoch(2))
        state.wasStoppedCleanly = false
        state.isHostRestarted = true
        var scene = Scene(configuration(), recovered: state)
        scene.boot()
        scene.makeReady(lane)

        scene.submit(.made("m1"), .made("m2"), .made("m3", .interactive))

        XCTAssertEqual(scene.missions["m1"]?.status, .running)
        XCTAssertEqual(scene.missions["m3"]?.status, .running)
        XCTAssertEqual(scene.missions["m2"]?.status, .queued)
        let mission: MissionID = "m2"
        let why = try XCTUnwrap(scene.core.explain(mission, at: scene.now))
        XCTAssertEqual(why.reason, .startRate)
        XCTAssertEqual(scene.pass(.seconds(2)).startedMissions, ["m2"])
    }

    func testStartsAfterACrashOfTheSupervisorOrACleanStopAreNotSpacedOut() {
        for (isHostRestarted, wasStoppedCleanly) in [(false, false), (true, true)] {
            var state = RecoveredState(epoch: Epoch(2))
            state.isHostRestarted = isHostRestarted
            state.wasStoppedCleanly = wasStoppedCleanly
            var scene = Scene(configuration(), recovered: state)
            scene.boot()
            scene.makeReady(lane)

            scene.submit(.made("m1"), .made("m2"))

            XCTAssertEqual(scene.missions["m2"]?.status, .running)
        }
    }

    func testNothingGivesWayToWhatTheMachineHolds() {
        var configuration = configuration()
        configuration.classes.isPreemptionOn = true
        configuration.lanes[lane]?.slotCount = 1
        var scene = Scene.ready(configuration)
        scene.submit(.made("m1", .background, isPreemptible: true))
        scene.start("m1.1", on: lane)
        scene.turn(measured(availableMiB: 40))

        scene.submit(.made("m2", .interactive))

        XCTAssertNil(scene.core.lanes[lane]?.runs["m1.1"]?.record.intent)
        scene.turn(measured(availableMiB: 300))
        scene.pass(.seconds(3))
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.record.intent, .preempt)
    }

    func testWaitForTheMachineIsNotTheLanes() throws {
        var scene = Scene.ready(configuration())
        scene.turn(measured(availableMiB: 40))
        scene.submit(.made("m1", .interactive))
        XCTAssertEqual(scene.core.lanes[lane]?.isHeldUp, true)
        scene.pass(.seconds(2))

        let turn = scene.turn(measured(availableMiB: 300))

        XCTAssertEqual(turn.startedMissions, ["m1"])
        let event = try XCTUnwrap(turn.events.first { $0.type == .missionDispatched })
        XCTAssertEqual(event.payload["lane_wait_ms"], .integer(0))
    }

    func testNumberFromOutsideDoesNotOverflow() {
        var scene = Scene.ready(configuration())
        for number in 1...3 {
            let run = RunID("m\(number).1") ?? "m1.1"
            scene.submit(.made(MissionID("m\(number)") ?? "m1"))
            scene.start(run, on: lane)
            scene.resident(.max, of: run, on: lane)
        }
        scene.end("m1.1", on: lane)

        scene.turn(measured(availableMiB: 900))

        XCTAssertEqual(scene.core.lanes[lane]?.memory.expectedKiB, ControlPlane.residentKiBMax)
    }

    // MARK: Parts

    /// Four slots, a reserve of 100 MiB, and a start every two seconds after an unclean stop.
    private func configuration() -> Configuration {
        var configuration = Scene.configuration([lane])
        configuration.lanes[lane]?.slotCount = 4
        configuration.lanes[lane]?.reservedSlotCount = 0
        configuration.supervisor.host.minAvailableMiB = 100
        configuration.supervisor.host.uncleanStartRate.perMinute = 30
        configuration.supervisor.host.uncleanStartRate.burst = 1
        return configuration
    }

    private func measured(availableMiB: UInt64) -> Event {
        var figures = HostFigures()
        figures.availableKiB = availableMiB * 1024
        return .hostMeasured(figures)
    }
}

extension MissionEnvelope {
    fileprivate static func made(
        _ id: MissionID,
        _ missionClass: MissionClass = .background,
        isPreemptible: Bool = false
    ) -> MissionEnvelope {
        made(id, missionClass, on: nil) { envelope in
            envelope.session = .fresh
            envelope.isPreemptible = isPreemptible
        }
    }
}

extension Scene {
    /// The worker sends a heartbeat with the memory of one run.
    fileprivate mutating func resident(_ mebibytes: UInt64, of run: RunID, on lane: LaneID) {
        var figures = Heartbeat.Run(
            runID: run,
            fence: fence(of: run),
            progressCounter: 0,
            isToolInFlight: false,
            usage: Usage()
        )
        figures.residentKiB = mebibytes == .max ? .max : mebibytes * 1024
        report(lane, .heartbeat(Heartbeat(runs: [figures], residentKiB: 1)))
    }
}
