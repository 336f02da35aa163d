import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class RehearserTests: XCTestCase {
    // MARK: Order

    func testHigherClassesStartFirst() {
        let lines = rehearse(
            .made("b1"),
            .made("d1", .deadline) { $0.deadlineAt = .later(900) },
            .made("i1", .interactive)
        )

        XCTAssertEqual(
            lines,
            [
                "i1 vp.a at 0",
                "d1 vp.a at 1000 waited 1000 slots_busy",
                "b1 vp.a at 2000 waited 2000 slots_busy",
            ]
        )
    }

    func testEarlierDeadlinesStartFirstAndLateOnesLast() {
        let lines = rehearse(
            .made("late", .deadline) { $0.deadlineAt = .later(-5) },
            .made("second", .deadline) { $0.deadlineAt = .later(900) },
            .made("first", .deadline) { $0.deadlineAt = .later(800) }
        )

        XCTAssertEqual(names(lines), ["first", "second", "late"])
    }

    func testMinimumShareStartsTheOldestOfALowerClass() {
        let others = (1...12).map { Line.made(name("i", $0), .interactive) }

        let lines = rehearse([.made("b1")] + others) { $0.classes.minShareEvery = 10 }

        XCTAssertEqual(
            names(lines),
            (1...8).map { "i\($0)" } + ["b1"] + (9...12).map { "i\($0)" }
        )
    }

    func testSourcesTakeTurnsByTheirWeights() {
        let lines = rehearse(
            (1...6).map { number in .made(name("a", number)) { $0.source = "a" } }
                + (1...3).map { number in .made(name("b", number)) { $0.source = "b" } }
        ) { configuration in
            configuration.classes.sources["a"] = SourcePolicy()
            configuration.classes.sources["a"]?.weight = 2
        }

        XCTAssertEqual(names(lines), ["a1", "b1", "a2", "b2", "a3", "a4", "b3", "a5", "a6"])
    }

    func testReservedSlotIsForInteractiveMissions() {
        let lines = rehearse(
            [.made("b1"), .made("b2"), .made("i1", .interactive, at: 400)],
            lanes: "vp.a"
        ) { configuration in
            configuration.lanes["vp.a"]?.slotCount = 2
            configuration.lanes["vp.a"]?.reservedSlotCount = 1
        }

        XCTAssertEqual(
            lines,
            ["b1 vp.a at 0", "i1 vp.a at 400", "b2 vp.a at 1000 waited 1000 slots_busy"]
        )
    }

    func testLanesOfAPoolShareItsOnePermit() {
        let lines = rehearse(
            [.made("m1", on: "vp.a"), .made("m2", on: "vp.b"), .made("m3", on: "vp.a", at: 500)],
            lanes: "vp.a",
            "vp.b"
        ) { configuration in
            configuration.pools["max"] = PoolPolicy()
            configuration.pools["max"]?.slotCount = 1
            for lane: LaneID in ["vp.a", "vp.b"] { configuration.lanes[lane]?.pool = "max" }
        }

        XCTAssertEqual(
            lines,
            [
                "m1 vp.a at 0", "m2 vp.b at 1000 waited 1000 pool_busy",
                "m3 vp.a at 2000 waited 1500 slots_busy",
            ]
        )
    }

    func testStartRateSpacesStarts() {
        let lines = rehearse(.made("m1"), .made("m2"), .made("m3")) { configuration in
            configuration.lanes["vp.a"]?.slotCount = 4
            configuration.lanes["vp.a"]?.startRate.perMinute = 120
        }

        XCTAssertEqual(
            lines,
            [
                "m1 vp.a at 0", "m2 vp.a at 500 waited 500 start_rate",
                "m3 vp.a at 1000 waited 1000 start_rate",
            ]
        )
    }

    func testSessionInUseLetsOthersPass() {
        let lines = rehearse(
            .made("m1") { $0.session = .continue },
            .made("m2") { $0.session = .continue },
            .made("m3")
        ) { $0.lanes["vp.a"]?.slotCount = 2 }

        XCTAssertEqual(
            lines,
            ["m1 vp.a at 0", "m3 vp.a at 0", "m2 vp.a at 1000 waited 1000 slots_busy"]
        )
    }

    func testHoldEndsAtItsTime() {
        let lines = rehearse(.made("m1") { $0.notBefore = .later(60) })

        XCTAssertEqual(lines, ["m1 vp.a at 60000 waited 60000 not_before"])
    }

    // MARK: What does not start

    func testFullLaneRefusesUntilSomethingHasEnded() {
        let lines = rehearse(
            .made("m1"),
            .made("m2"),
            .made("m3"),
            .made("m4", at: 1_001)
        ) { $0.lanes["vp.a"]?.openCountMax = 2 }

        XCTAssertEqual(
            lines,
            [
                "m1 vp.a at 0", "m2 vp.a at 1000 waited 1000 slots_busy",
                "m4 vp.a at 2000 waited 999 slots_busy", "m3 refused queue_full",
            ]
        )
    }

    func testMissionThatNoLaneTakesIsRefusedWithItsSentence() {
        let report = report([.made("m1", on: "vp.z")])

        XCTAssertEqual(report.missions.map(\.outcome), [.refused])
        XCTAssertEqual(report.missions.first?.reason, .unknownLane)
        XCTAssertNotNil(report.missions.first?.summary)
        XCTAssertNil(report.missions.first?.vpID)
        XCTAssertEqual(report.classes.map(\.counts), [[0, 1, 0, 0]])
    }

    func testMissionThatExpiresBeforeItsTurnNeverStarts() {
        let lines = rehearse(
            .made("m1"),
            .made("m2") {
                $0.deadlineAt = WallTime(nanoseconds: Scene.wallStart + 500_000_000)
                $0.expireAtDeadline = true
            }
        )

        XCTAssertEqual(lines, ["m1 vp.a at 0", "m2 vp.a expired deadline_expired"])
    }

    func testRunThatTakesLongerThanItsBudgetFreesItsSlotThen() {
        let report = report([.made("m1") { $0.budget.maxRuntimeSeconds = 1 }], taking: 5_000)

        XCTAssertEqual(report.missions.map(\.endAtMilliseconds), [1_000])
    }

    func testImaginaryRunsAreNeverSilent() {
        let report = report([.made("m1") { $0.budget.maxIdleSeconds = 1 }], taking: 3_600_000)

        XCTAssertEqual(report.missions.map(\.endAtMilliseconds), [3_600_000])
        XCTAssertEqual(report.missions.map(\.attemptCount), [1])
    }

    func testRehearsalThatTakesMoreThanAYearIsGivenUp() {
        let week: UInt64 = 604_800_000

        let report = report((1...60).map { .made(name("m", $0)) }, taking: week)

        XCTAssertFalse(report.isComplete)
        XCTAssertEqual(report.missions.filter { $0.outcome == .started }.count, 53)
        XCTAssertEqual(report.missions.last?.outcome, .waiting)
        XCTAssertEqual(report.missions.last?.reason, .slotsBusy)
    }

    // MARK: The whole

    func testClassesAreSummedUp() {
        let report = report((1...4).map { .made(name("i", $0), .interactive) } + [.made("b1")])

        XCTAssertTrue(report.isComplete)
        XCTAssertEqual(report.startAt, .later(0))
        XCTAssertEqual(report.classes.map(\.missionClass), [.interactive, .background])
        XCTAssertEqual(report.classes.map(\.waitP50Milliseconds), [1_000, 4_000])
        XCTAssertEqual(report.classes.map(\.waitP95Milliseconds), [3_000, 4_000])
    }

    func testMissionsWithoutNamesAreToldByTheirPlace() {
        let envelope = MissionEnvelope(objective: "true")
        let workload = Workload([WorkloadMission(envelope, takesMilliseconds: 1)])

        let report = Rehearser.rehearse(workload, under: .builtIn, at: .later(0))

        XCTAssertEqual(report.missions.map(\.number), [1])
        XCTAssertNil(report.missions.first?.missionID)
        XCTAssertEqual(report.missions.first?.outcome, .started)
    }

    func testBeginningOfTheWorkloadCountsForItsTimes() {
        var envelope = MissionEnvelope(objective: "true")
        envelope.notBefore = .later(100)
        let workload = Workload(
            [WorkloadMission(envelope, takesMilliseconds: 1)],
            startAt: .later(90)
        )

        let report = Rehearser.rehearse(workload, under: .builtIn, at: .later(0))

        XCTAssertEqual(report.missions.map(\.startAtMilliseconds), [10_000])
    }

    func testSameWorkloadComesToTheSame() {
        let lines = (1...30).map { number in
            Line.made(name("m", number), number % 3 == 0 ? .interactive : .background)
        }

        XCTAssertEqual(report(lines), report(lines))
    }

    // MARK: Helpers

    /// A mission of a workload that takes as long as the others.
    private struct Line {
        let envelope: MissionEnvelope
        let arriveAt: UInt64

        static func made(
            _ id: MissionID,
            _ missionClass: MissionClass = .background,
            on lane: LaneID = "vp.a",
            at milliseconds: UInt64 = 0,
            _ change: (inout MissionEnvelope) -> Void = { _ in }
        ) -> Line {
            let envelope = MissionEnvelope.made(id, missionClass, on: lane) { envelope in
                envelope.session = .fresh
                change(&envelope)
            }
            return Line(envelope: envelope, arriveAt: milliseconds)
        }
    }

    /// Lanes with one slot, unless `change` says otherwise; runs take a second.
    private func report(
        _ lines: [Line],
        taking milliseconds: UInt64 = 1_000,
        lanes: [LaneID] = ["vp.a"],
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> Rehearsal {
        var policy = LanePolicy()
        policy.slotCount = 1
        policy.reservedSlotCount = 0
        var configuration = Scene.configuration(lanes, policy: policy)
        change(&configuration)
        let missions = lines.map {
            WorkloadMission(
                $0.envelope,
                arriveAtMilliseconds: $0.arriveAt,
                takesMilliseconds: milliseconds
            )
        }
        return Rehearser.rehearse(Workload(missions), under: configuration, at: .later(0))
    }

    private func rehearse(
        _ lines: Line...,
        change: (inout Configuration) -> Void = { _ in }
    ) -> [String] {
        report(lines, change).missions.map(Self.text)
    }

    private func rehearse(
        _ lines: [Line],
        lanes: LaneID...,
        change: (inout Configuration) -> Void = { _ in }
    ) -> [String] {
        report(lines, lanes: lanes.isEmpty ? ["vp.a"] : lanes, change).missions.map(Self.text)
    }

    private func name(_ letter: String, _ number: Int) -> MissionID {
        MissionID(stringLiteral: "\(letter)\(number)")
    }

    private func names(_ lines: [String]) -> [String] {
        lines.map { String($0.prefix { $0 != " " }) }
    }

    private static func text(_ mission: RehearsedMission) -> String {
        var words = [mission.missionID?.rawValue, mission.vpID?.rawValue].compactMap(\.self)
        if let start = mission.startAtMilliseconds {
            words += ["at", "\(start)"]
        } else {
            words.append(mission.outcome.rawValue)
        }
        if let waited = mission.waitedMilliseconds, waited > 0 { words += ["waited", "\(waited)"] }
        if let reason = mission.reason { words.append(reason.rawValue) }
        return words.joined(separator: " ")
    }
}
