import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneGovernorLinesTests: XCTestCase {
    private let first: LaneID = "vp.a"
    private let second: LaneID = "vp.b"

    func testNothingWaits() {
        XCTAssertEqual(lines(Scene.ready(configuration())), [])
    }

    func testNextOfALaneIsItsHighestClassAndEachLineSaysWhyItWaits() {
        var scene = Scene.ready(configuration())
        scene.submit(.made("r", on: first))
        scene.submit(.made("b1", on: first), .made("b2", on: first))
        scene.submit(.made("i1", .interactive, on: first) { $0.source = "chat" })

        let lines = lines(scene)

        XCTAssertEqual(lines.map(\.missionID), ["i1", "b1"])
        XCTAssertEqual(lines.map(\.isNext), [true, false])
        XCTAssertEqual(lines.map(\.waitingCount), [1, 2])
        XCTAssertEqual(lines.map(\.why.reason), [.slotsBusy, .slotsBusy])
        XCTAssertEqual(lines.map(\.source), ["chat", ""])
        XCTAssertEqual(lines.map(\.pool), [nil, nil])
    }

    func testNextIsWhatStartsWhenTheRunEnds() {
        var scene = Scene.ready(configuration(pool: 1))
        scene.submit(.made("r", on: first))
        for number in 1...6 {
            let lane = number % 2 == 0 ? first : second
            scene.submit(.made(MissionID(stringLiteral: "b\(number)"), on: lane))
            scene.submit(.made(MissionID(stringLiteral: "i\(number)"), .interactive, on: lane))
        }
        var running: (run: RunID, lane: LaneID) = ("r.1", first)

        for _ in 1...12 {
            let next = lines(scene).filter(\.isNext)
            XCTAssertEqual(next.count, 1)
            let starts = scene.end(running.run, on: running.lane).starts
            XCTAssertEqual(starts.map(\.attempt.missionID), next.map(\.missionID))
            XCTAssertEqual(starts.map(\.attempt.vpID), next.map(\.vpID))
            guard let start = starts.first else { return }
            running = (start.attempt.runID, start.attempt.vpID)
        }
        XCTAssertEqual(lines(scene), [])
    }

    func testClassThatIsDueIsNextAsItsShare() {
        var scene = Scene.ready(configuration { $0.classes.minShareEvery = 4 })
        scene.submit(.made("r", .interactive, on: first))
        scene.submit(.made("b1", on: first))
        for number in 1...4 {
            scene.submit(
                .made(MissionID(stringLiteral: "i\(number)"), .interactive, on: first)
            )
        }
        scene.end("r.1", on: first)
        scene.end("i1.1", on: first)

        let lines = lines(scene)

        XCTAssertEqual(lines.first?.missionID, "b1")
        XCTAssertEqual(lines.first?.isShare, true)
        XCTAssertEqual(lines.first?.passedOverCount, 2)
    }

    func testNothingIsNextWhereNothingMayStart() {
        var scene = Scene.ready(configuration(pool: 2))
        scene.ask(.lanePause(first, .because("test")))
        scene.submit(.made("m1", on: first))
        XCTAssertEqual(lines(scene).map(\.isNext), [false])
        XCTAssertEqual(lines(scene).map(\.why.reason), [.lanePaused])

        scene.ask(.poolSet("max", .held, .because("test")))
        scene.submit(.made("m2", on: second))

        XCTAssertEqual(lines(scene).map(\.isNext), [false, false])
        XCTAssertEqual(lines(scene).map(\.pool), ["max", "max"])

        scene.ask(.supervisorEstop(.because("test")))
        XCTAssertEqual(lines(scene).map(\.why.reason), [.emergencyStop, .emergencyStop])
    }

    func testRequestAsksForTheLinesOrARehearsal() {
        var scene = Scene.ready(configuration())
        let workload = Workload([
            WorkloadMission(MissionEnvelope(objective: "true"), takesMilliseconds: 1)
        ])

        XCTAssertEqual(scene.ask(.governorExplain(nil), as: .viewer).queries, [.governorOrder])
        XCTAssertEqual(
            scene.ask(.governorExplain(workload), as: .viewer).queries,
            [.rehearsal(workload)]
        )
    }

    func testRehearsalGoesByTheConfigurationInForceAndNotByTheLiveState() {
        var scene = Scene.ready(configuration())
        scene.submit(.made("r", on: first))
        let missions = (1...2).map { _ in
            var envelope = MissionEnvelope(objective: "true")
            envelope.vpID = first
            return WorkloadMission(envelope, takesMilliseconds: 700)
        }

        let rehearsal = scene.core.rehearsal(of: Workload(missions), at: .later(0))

        XCTAssertEqual(rehearsal.missions.map(\.startAtMilliseconds), [0, 700])
    }

    // MARK: Helpers

    private func lines(_ scene: Scene) -> [GovernorLine] {
        scene.core.governorLines(at: scene.now)
    }

    /// Two lanes of one slot each, which share a pool of so many slots if there is a number.
    private func configuration(
        pool slotCount: Int? = nil,
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> Configuration {
        var policy = LanePolicy()
        policy.slotCount = 1
        policy.reservedSlotCount = 0
        if slotCount != nil { policy.pool = "max" }
        var configuration = Scene.configuration([first, second], policy: policy)
        if let slotCount {
            configuration.pools["max"] = PoolPolicy()
            configuration.pools["max"]?.slotCount = slotCount
        }
        change(&configuration)
        return configuration
    }
}
