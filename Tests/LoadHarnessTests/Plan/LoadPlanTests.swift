import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class LoadPlanTests: XCTestCase {
    func testSameSeedGivesTheSamePlan() {
        let scenario = busy
        XCTAssertEqual(missions(of: scenario, seed: 1), missions(of: scenario, seed: 1))
        XCTAssertEqual(
            LoadPlan(scenario, seed: 1).faults,
            LoadPlan(scenario, seed: 1).faults
        )
        XCTAssertNotEqual(missions(of: scenario, seed: 1), missions(of: scenario, seed: 2))
        XCTAssertNotEqual(
            LoadPlan(scenario, seed: 1).faults,
            LoadPlan(scenario, seed: 2).faults
        )
    }

    func testMissionsAreTheSameWithoutFaultsAndRulesDoNotDisturbEachOther() {
        var scenario = busy
        let withFaults = missions(of: scenario, seed: 1)
        let kills = LoadPlan(scenario, seed: 1).faults.filter { $0.kind == .killWorker }
        scenario.faults.removeLast()

        XCTAssertEqual(missions(of: scenario, seed: 1), withFaults)
        XCTAssertEqual(LoadPlan(scenario, seed: 1).faults, kills)
    }

    // MARK: Arrivals

    func testPoissonArrivalsComeInOrderAtTheirRateUntilTheEnd() {
        var scenario = Scenario()
        scenario.arrival = .poisson(perSecond: 50, load: 0)
        scenario.duration = .seconds(100)

        let times = missions(of: scenario, seed: 1).map(\.arrivesAfter)

        XCTAssertEqual(times, times.sorted())
        XCTAssertLessThan(times.last ?? .zero, .seconds(100))
        XCTAssertGreaterThan(times.last ?? .zero, .seconds(99))
        // Of 5,000 on average, with a standard deviation of 71.
        XCTAssertEqual(Double(times.count), 5_000, accuracy: 300)
    }

    func testLoadIsAShareOfWhatTheSlotsCarry() {
        var scenario = Scenario()
        scenario.arrival = .poisson(perSecond: nil, load: 0.5)
        scenario.work.runTime = .milliseconds(100) ... .milliseconds(300)
        scenario.duration = .seconds(100)

        // 16 slots carry 80 a second.
        XCTAssertEqual(Double(missions(of: scenario, seed: 1).count), 4_000, accuracy: 270)
    }

    func testBurstsComeAtOnceAgainAndAgain() {
        var scenario = Scenario()
        scenario.arrival = .burst(count: 3, every: .seconds(2))
        scenario.duration = .seconds(4)

        XCTAssertEqual(
            missions(of: scenario, seed: 1).map(\.arrivesAfter),
            [.zero, .zero, .zero, .seconds(2), .seconds(2), .seconds(2)]
        )
    }

    func testClosedLoopHasNoTimesAndEndsWithTheNumberOfMissionsAlone() {
        var scenario = Scenario()
        scenario.arrival = .closed(openCount: 2)
        scenario.missionCountMax = 1_000

        let missions = missions(of: scenario, seed: 1)

        XCTAssertEqual(missions.map(\.number), Array(0..<1_000))
        XCTAssertTrue(missions.allSatisfy { $0.arrivesAfter == .zero })
    }

    // MARK: Missions

    func testClassesWorkAndTimesAreDrawnAsTheScenarioSays() {
        var scenario = Scenario()
        scenario.missionCountMax = 20_000
        scenario.classes = ClassMix(
            interactiveWeight: 1,
            deadlineWeight: 2,
            backgroundWeight: 7,
            deadlineAfter: .seconds(2) ... .seconds(3)
        )
        scenario.work = WorkMix(
            runTime: .milliseconds(10) ... .milliseconds(12),
            escapingPercent: 10,
            stubbornPercent: 5,
            floodingPercent: 5,
            continuingPercent: 25,
            pinnedPercent: 50
        )

        let missions = missions(of: scenario, seed: 1)

        assertShare(of: missions, 10) { $0.missionClass == .interactive }
        assertShare(of: missions, 20) { $0.missionClass == .deadline }
        assertShare(of: missions, 10) { $0.work == .escaping }
        assertShare(of: missions, 5) { $0.work == .stubborn }
        assertShare(of: missions, 5) { $0.work == .flooding }
        assertShare(of: missions, 0) { $0.work == .failing || $0.work == .throttled }
        assertShare(of: missions, 80) { $0.work == .plain }
        assertShare(of: missions, 25) { $0.isContinuing }
        assertShare(of: missions, 50) { $0.pinnedLane != nil }
        XCTAssertEqual(Set(missions.compactMap(\.pinnedLane)), [0, 1, 2, 3])
        XCTAssertEqual(
            Set(missions.map(\.runTime)),
            [.milliseconds(10), .milliseconds(11), .milliseconds(12)]
        )
        for mission in missions {
            XCTAssertEqual(mission.deadlineAfter != nil, mission.missionClass == .deadline)
            XCTAssertTrue(mission.deadlineAfter.map { $0 >= .seconds(2) } ?? true)
            XCTAssertTrue(mission.deadlineAfter.map { $0 <= .seconds(3) } ?? true)
        }
    }

    // MARK: Faults

    func testFaultsComeInOrderAtHalfToOneAndAHalfTimesTheirMean() {
        var scenario = busy
        scenario.faults = [FaultRule(kind: .killWorker, every: .milliseconds(100))]
        scenario.duration = .seconds(100)

        let times = LoadPlan(scenario, seed: 1).faults.map(\.after.wholeMilliseconds)

        XCTAssertEqual(times, times.sorted())
        XCTAssertEqual(Double(times.count), 1_000, accuracy: 50)
        XCTAssertLessThan(times.last ?? 0, 100_000)
        for (time, next) in zip(times, times.dropFirst()) {
            XCTAssertTrue((50...150).contains(next - time), "\(time) \(next)")
        }
    }

    func testFaultsAreBoundedByTheirNumber() {
        var scenario = busy
        scenario.faults = [
            FaultRule(kind: .killRun, every: .milliseconds(1), countMax: 3)
        ]

        XCTAssertEqual(LoadPlan(scenario, seed: 1).faults.count, 3)
    }

    func testFaultsStrikeEveryLaneAndAnotherOne() {
        let faults = LoadPlan(busy, seed: 1).faults.filter { $0.kind == .killWorker }

        XCTAssertEqual(Set(faults.map(\.lane)), [0, 1, 2, 3])
        XCTAssertTrue(faults.allSatisfy { $0.lane != $0.otherLane })
        XCTAssertTrue(faults.allSatisfy { (0..<4).contains($0.otherLane) })
        XCTAssertTrue(faults.allSatisfy { $0.lastsFor == .zero })
    }

    func testOneLaneHasNoOther() {
        var scenario = busy
        scenario.laneCount = 1
        scenario.poolCount = 1

        XCTAssertEqual(Set(LoadPlan(scenario, seed: 1).faults.map(\.otherLane)), [0])
    }

    func testFaultsOfPoolsStrikeTheFirstLaneOfOne() {
        let faults = LoadPlan(busy, seed: 1).faults.filter { $0.kind == .throttlePool }

        XCTAssertEqual(Set(faults.map(\.lane)), [0, 1])
        XCTAssertTrue(faults.allSatisfy { $0.lastsFor == .milliseconds(20) })
    }

    private var busy: Scenario {
        var scenario = Scenario()
        scenario.missionCountMax = 200
        scenario.poolCount = 2
        scenario.poolSlotCount = 4
        scenario.faults = [
            FaultRule(kind: .killWorker, every: .milliseconds(300)),
            FaultRule(
                kind: .throttlePool,
                every: .milliseconds(700),
                lastsFor: .milliseconds(20)
            ),
        ]
        return scenario
    }

    private func missions(of scenario: Scenario, seed: UInt64) -> [PlannedMission] {
        var plan = LoadPlan(scenario, seed: seed)
        var missions: [PlannedMission] = []
        while let mission = plan.nextMission() { missions.append(mission) }
        return missions
    }

    private func assertShare(
        of missions: [PlannedMission],
        _ percent: Double,
        line: UInt = #line,
        _ fits: (PlannedMission) -> Bool
    ) {
        let share = Double(missions.count(where: fits)) * 100 / Double(missions.count)
        XCTAssertEqual(share, percent, accuracy: 1.2, line: line)
    }
}
