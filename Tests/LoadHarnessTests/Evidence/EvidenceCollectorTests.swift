import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class EvidenceCollectorTests: XCTestCase {
    func testEveryKindOfWorkEndsAndLeavesItsTraceAndNothingElse() throws {
        let bench = try FaultBench(in: self)
        let client = try bench.connect()
        let now = Clock.now().wall
        let works = PlannedMission.Work.allCases
        let missions = works.enumerated().map { number, work in
            MissionScript.envelope(plan(number, work), seed: 1, bench, now: now)
        }

        let ids = try client.submit(missions).map { try XCTUnwrap($0.envelope.missionID) }
        for id in ids { XCTAssertEqual(try client.wait(id).state.status, .completed) }
        var evidence = Evidence()
        try EvidenceCollector.collect(bench, into: &evidence)

        XCTAssertEqual(evidence.gaps, [])
        XCTAssertEqual(evidence.ledgerProblems, [])
        XCTAssertEqual(evidence.survivors, [])
        XCTAssertEqual(evidence.missions.map(\.missionID), ids)
        for (id, work) in zip(ids, works) {
            let attempts = evidence.attempts.filter { $0.missionID == id }
            let effects = evidence.effects.filter { $0.missionID == id }
            switch work {
            case .plain, .escaping, .stubborn, .flooding:
                XCTAssertEqual(attempts.map(\.outcome), [.completed], "\(work)")
                XCTAssertEqual(effects.map(\.kind), [.start, .end], "\(work)")
            case .failing:
                XCTAssertEqual(attempts.map(\.outcome), [.failed, .completed])
                XCTAssertEqual(effects.map(\.kind), [.start, .start, .end])
            case .throttled:
                XCTAssertEqual(attempts.map(\.outcome), [.deferred, .completed])
                XCTAssertEqual(effects.map(\.kind), [.start, .start, .end])
            }
            XCTAssertEqual(Set(effects.map(\.fence)), Set(attempts.map(\.fence)))
            XCTAssertEqual(Set(effects.map(\.runID)), Set(attempts.map(\.runID)))
        }
    }

    func testProcessesThatShouldNotBeThereAreNamed() throws {
        let bench = try FaultBench(in: self)
        let (id, leader) = try bench.stall()
        let helper = try ScriptedTarget()
        let folder = try bench.folder(of: XCTUnwrap(LaneID("vp.a")))
        let processes = try [
            ["--state", folder], ["run", "--state", bench.stateFolder],
        ]
        .map { try helper.spawn($0) }
        defer { helper.endSpawned() }

        var evidence = Evidence()
        try EvidenceCollector.collect(bench, into: &evidence)

        XCTAssertEqual(evidence.survivors.map(\.process), [leader] + processes.map(\.identity))
        XCTAssertEqual(evidence.survivors.map(\.runID), ["\(id).1", nil, nil])
        XCTAssertTrue(evidence.survivors[1].command.contains("--state \(folder)"))
    }

    func testRunsOfOthersAreTheirOwnAffair() throws {
        let bench = try FaultBench(in: self, isOwn: false)
        let client = try bench.connect()
        var mission = try bench.mission("say on", "stall")
        mission.idempotencyKey = "load-1-0"
        let own = try XCTUnwrap(try client.submit(mission).envelope.missionID)
        let leader = try client.waitForRun(own)
        try bench.stall()

        var evidence = Evidence()
        try EvidenceCollector.collect(bench, into: &evidence)

        XCTAssertEqual(evidence.survivors.map(\.process), [leader])
    }

    func testSourcesThatCannotBeReadAreGaps() throws {
        let target = try ScriptedTarget()

        var evidence = Evidence()
        try EvidenceCollector.collect(target, into: &evidence)

        XCTAssertEqual(evidence.gaps.count, 2, "\(evidence.gaps)")
        XCTAssertTrue(evidence.gaps[0].hasPrefix("ledger: "), evidence.gaps[0])
        XCTAssertTrue(evidence.gaps[1].hasPrefix("effects of runs: "), evidence.gaps[1])
    }

    private func plan(_ number: Int, _ work: PlannedMission.Work) -> PlannedMission {
        PlannedMission(
            number: number,
            arrivesAfter: .zero,
            missionClass: .background,
            deadlineAfter: nil,
            work: work,
            runTime: .milliseconds(20),
            isContinuing: false,
            pinnedLane: 0
        )
    }
}
