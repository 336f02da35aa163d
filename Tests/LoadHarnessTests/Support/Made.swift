import DataStructures
import Protocol

@testable import LoadHarness

/// Evidence made by hand: times in milliseconds after the beginning of the load.
enum Made {
    /// When every load of a test begins.
    static let began = WallTime(nanoseconds: 1_790_000_000_000_000_000)

    static func at(_ milliseconds: Int) -> WallTime {
        WallTime(nanoseconds: began.nanoseconds + Int64(milliseconds) * 1_000_000)
    }

    static func missionID(_ number: Int) -> MissionID { known(MissionID("m-\(number)")) }

    static func lane(_ number: Int) -> LaneID { known(LaneID("vp.load.\(number)")) }

    static func runID(_ mission: Int, _ number: Int) -> RunID {
        known(RunID("m-\(mission).\(number)"))
    }

    /// Nothing but the times of a load of ten seconds that settles in two.
    static var evidence: Evidence {
        var evidence = Evidence()
        evidence.beganAt = began
        evidence.ceasedAt = at(10_000)
        evidence.endedAt = at(12_000)
        return evidence
    }

    static func mission(
        _ number: Int,
        _ missionClass: MissionClass = .background,
        _ status: MissionStatus = .completed,
        created: Int,
        ended: Int?,
        deadline: Int? = nil
    ) -> LedgerMission {
        LedgerMission(
            missionID: missionID(number),
            key: "load-1-\(number)",
            missionClass: missionClass,
            status: status,
            reason: nil,
            lane: lane(1),
            createdAt: at(created),
            startedAt: nil,
            endedAt: ended.map(at),
            deadlineAt: deadline.map(at),
            isContinuing: false
        )
    }

    static func attempt(
        _ mission: Int,
        _ number: Int = 1,
        fence: UInt64? = nil,
        lane laneNumber: Int = 1,
        dispatched: Int,
        started: Int? = nil,
        ended: Int? = nil,
        _ outcome: AttemptOutcome? = nil
    ) -> LedgerAttempt {
        LedgerAttempt(
            runID: runID(mission, number),
            missionID: missionID(mission),
            lane: lane(laneNumber),
            fence: Fence(fence ?? UInt64(mission * 10 + number)),
            dispatchedAt: at(dispatched),
            startedAt: started.map(at),
            endedAt: ended.map(at),
            outcome: outcome
        )
    }

    static func submission(
        _ number: Int,
        _ missionClass: MissionClass = .background,
        sent: Int,
        acknowledged: Int
    ) -> Submission {
        Submission(
            number: number,
            missionID: missionID(number),
            missionClass: missionClass,
            sentAt: at(sent),
            acknowledgedAt: at(acknowledged),
            sendCount: 1
        )
    }

    static func fault(
        _ kind: FaultKind,
        _ object: String,
        at start: Int,
        until end: Int? = nil,
        isBusy: Bool = false,
        obstacle: String? = nil
    ) -> InjectedFault {
        InjectedFault(
            kind: kind,
            object: object,
            at: at(start),
            endedAt: at(end ?? start),
            wasBusy: isBusy,
            obstacle: obstacle
        )
    }

    static func sample(
        at milliseconds: Int,
        queued: [Int] = [0, 0, 0],
        runs: [Int] = [],
        pools: [LoadSample.Pool] = [],
        residentKiB: UInt64? = nil,
        descriptors: Int? = nil
    ) -> LoadSample {
        LoadSample(
            at: at(milliseconds),
            queuedCounts: queued,
            runCounts: runs,
            pools: pools,
            residentKiB: residentKiB,
            descriptorCount: descriptors,
            ledgerByteCount: nil
        )
    }

    static func event(
        _ sequence: UInt64,
        _ type: EventType,
        mission: Int? = nil,
        lane laneNumber: Int? = nil,
        at milliseconds: Int = 0
    ) -> EventRecord {
        var event = EventRecord(
            sequence: sequence,
            type: type,
            emittedAt: at(milliseconds),
            actor: "supervisor",
            summary: "something happened"
        )
        event.missionID = mission.map(missionID)
        event.vpID = laneNumber.map(lane)
        return event
    }

    /// Each invariant with so much compared and nothing found.
    static func results(examinedCount: Int = 1) -> [(invariant: Invariant, result: CheckResult)] {
        Invariant.allCases.map { ($0, CheckResult(examinedCount: examinedCount)) }
    }

    static func report(
        _ evidence: Evidence = evidence,
        _ scenario: Scenario = Scenario(),
        _ results: [(invariant: Invariant, result: CheckResult)] = results()
    ) -> LoadReport {
        LoadReport(
            scenario: scenario,
            seed: 7,
            machine: "2 × a processor, Linux 6.1",
            version: "1.2.3",
            evidence: evidence,
            results: results,
            figures: LoadFigures.all(evidence, scenario)
        )
    }

    static func quotas(laneCount: Int, slotCount: Int, poolCount: Int = 0) -> Quotas {
        var quotas = Quotas()
        quotas.lanes = (0..<laneCount).map { index in
            Quotas.Lane(
                id: lane(index + 1),
                slotCount: slotCount,
                reservedSlotCount: 1,
                pool: poolCount > 0 ? "load.\(index % poolCount + 1)" : nil
            )
        }
        quotas.pools = (0..<poolCount).map { index in
            Quotas.Pool(name: "load.\(index + 1)", slotCount: slotCount, reservedSlotCount: 1)
        }
        return quotas
    }

    static func known<Value>(_ value: Value?) -> Value {
        guard let value else { fatalError("a name of the test's own is not valid") }
        return value
    }
}
