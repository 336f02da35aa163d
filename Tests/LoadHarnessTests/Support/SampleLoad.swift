import DataStructures
import Protocol

@testable import LoadHarness

/// A load that looks like a real one, of any size, drawn from a seed.
struct SampleLoad {
    var missionCount = 2000
    var sampleCount = 300
    var laneCount = 4
    var poolCount = 2
    var faultCount = 24
    var seconds = 60
    /// What stands in every text that comes from outside.
    var text = "an ordinary text"

    private static let slotCount = 4

    /// The evidence of it.
    var evidence: Evidence {
        var generator = SeededGenerator(seed: 5)
        var evidence = Evidence()
        evidence.beganAt = Made.at(0)
        evidence.ceasedAt = Made.at(seconds * 1000)
        evidence.endedAt = Made.at(seconds * 1000 + 2500)
        evidence.quotas = Made.quotas(
            laneCount: laneCount,
            slotCount: Self.slotCount,
            poolCount: poolCount
        )
        for number in 0..<missionCount { add(number, to: &evidence, &generator) }
        for number in 0..<sampleCount { add(sample: number, to: &evidence, &generator) }
        addFaults(to: &evidence, &generator)
        return evidence
    }

    /// A report with nothing found, and the scenario's bounds kept or not as they are.
    var report: LoadReport {
        var scenario = Scenario()
        scenario.name = "chaos"
        scenario.summary = "Work goes on while workers and the supervisor are killed: \(text)"
        scenario.duration = .seconds(UInt64(seconds))
        scenario.laneCount = laneCount
        scenario.poolCount = poolCount
        scenario.poolSlotCount = Self.slotCount
        scenario.faults = [FaultRule(kind: .killWorker, every: .seconds(2))]
        scenario.bounds.interactiveWaitP99 = .milliseconds(250)
        scenario.bounds.backgroundWaitMax = .seconds(20)
        scenario.bounds.latePercentMax = 5
        scenario.bounds.recoveryP99 = .milliseconds(800)
        scenario.bounds.readyMax = .seconds(1)
        scenario.bounds.memoryGrowthPercentMax = 20
        return Made.report(evidence, scenario, Made.results(examinedCount: missionCount))
    }

    /// The same with so many missions lost.
    func broken(findingCount: Int) -> LoadReport {
        var report = report
        let findings = (0..<findingCount).map { number in
            Finding(
                invariant: .lost,
                object: "m-\(number)",
                message: "acknowledged at 12.034 s and not in the ledger: \(text)"
            )
        }
        report.results[0].result.findings = findings
        report.results[3].result.findings = [
            Finding(
                invariant: .overQuota,
                object: "load.1",
                message: "5 of 4 slots at 17.210 s: m-12.1, m-13.1, m-14.1, m-15.1, m-16.2"
            )
        ]
        report.results[5].result.gaps = ["no class waited beyond its bound, for none has one"]
        report.results[5].result.examinedCount = 0
        return report
    }

    // MARK: Missions

    private func add(
        _ number: Int,
        to evidence: inout Evidence,
        _ generator: inout SeededGenerator
    ) {
        let missionClass = MissionClass.allCases[Int(generator.next(below: 4)) % 3]
        let sent = seconds * 1000 * number / max(missionCount, 1)
        let acknowledged = sent + 1 + Int(generator.next(below: 4))
        let wait = Self.skewed(&generator, [4, 40, 900][missionClass.rank])
        let dispatched = acknowledged + wait
        let started = dispatched + 2 + Int(generator.next(below: 5))
        let ended = started + 50 + Int(generator.next(below: 350))
        let isCrashed = generator.chance(percent: 3)
        evidence.submissions.append(
            Made.submission(number, missionClass, sent: sent, acknowledged: acknowledged)
        )
        evidence.missions.append(
            Made.mission(
                number,
                missionClass,
                generator.chance(percent: 1) ? .failed : .completed,
                created: acknowledged,
                ended: ended + (isCrashed ? 600 : 0),
                deadline: missionClass == .deadline ? sent + 5000 : nil
            )
        )
        let lane = number % laneCount + 1
        evidence.attempts.append(
            Made.attempt(
                number,
                lane: lane,
                dispatched: dispatched,
                started: started,
                ended: ended,
                isCrashed ? .crashed : .completed
            )
        )
        if isCrashed {
            let again = ended + 80 + Int(generator.next(below: 200))
            evidence.attempts.append(
                Made.attempt(
                    number,
                    2,
                    lane: lane,
                    dispatched: again,
                    started: again + 4,
                    ended: ended + 600,
                    .completed
                )
            )
            let kill = Made.fault(
                .killWorker,
                Made.lane(lane).rawValue,
                at: ended - 10,
                isBusy: true
            )
            if evidence.faults.count < faultCount { evidence.faults.append(kill) }
        }
        addEvents(number, [acknowledged, dispatched, started, ended], to: &evidence)
    }

    /// Mostly short, seldom long: what waits look like.
    private static func skewed(_ generator: inout SeededGenerator, _ scale: Int) -> Int {
        let base = Int(generator.next(below: UInt64(scale)))
        return generator.chance(percent: 5) ? base * 6 : base
    }

    private func addEvents(_ number: Int, _ times: [Int], to evidence: inout Evidence) {
        let types: [EventType] = [
            .missionQueued, .missionDispatched, .missionStarted, .missionCompleted,
        ]
        for (type, time) in zip(types, times) {
            var event = Made.event(
                UInt64(evidence.events.count + 1),
                type,
                mission: number,
                lane: number % laneCount + 1,
                at: time
            )
            event.summary = "mission m-\(number): \(text)"
            evidence.events.append(event)
        }
    }

    // MARK: Samples and faults

    private func add(
        sample number: Int,
        to evidence: inout Evidence,
        _ generator: inout SeededGenerator
    ) {
        let at = (seconds * 1000 + 2500) * number / max(sampleCount, 1)
        let isSettling = at > seconds * 1000
        let states: [PoolStatus] = [.open, .open, .open, .cooling, .open, .exhausted, .probing]
        let pools = (0..<poolCount).map { index in
            let status = states[(number / 9 + index * 2) % states.count]
            let granted = [PoolStatus.open: Self.slotCount, .probing: 1][status] ?? 0
            return LoadSample.Pool(
                name: "load.\(index + 1)",
                status: status,
                grantedSlotCount: granted,
                usedSlotCount: min(granted, Int(generator.next(below: 5)))
            )
        }
        evidence.samples.append(
            LoadSample(
                at: Made.at(at),
                queuedCounts: isSettling
                    ? [0, 0, 3]
                    : [
                        Int(generator.next(below: 4)), Int(generator.next(below: 12)),
                        8 + Int(generator.next(below: 30)),
                    ],
                runCounts: (0..<laneCount).map { lane in
                    (number / 20 + lane) % 9 == 0 ? 0 : Int(generator.next(below: 5))
                },
                pools: pools,
                residentKiB: 21_000 + UInt64(number) * 3 + generator.next(below: 400),
                descriptorCount: 40 + Int(generator.next(below: 6)),
                ledgerByteCount: 200_000 + UInt64(number) * 9000
            )
        )
    }

    /// Besides the kills that belong to crashes, one of each kind after the other.
    private func addFaults(to evidence: inout Evidence, _ generator: inout SeededGenerator) {
        evidence.starts = [
            SupervisorStart(at: Made.at(-300), readyAt: Made.at(-180)),
            SupervisorStart(at: Made.at(21_000), readyAt: Made.at(21_190)),
        ]
        let kinds = FaultKind.allCases
        for number in 0..<faultCount {
            let kind = kinds[number % kinds.count]
            let at = Int(generator.next(below: UInt64(seconds) * 1000))
            let isLasting = [.drainLane, .fillDisk, .exhaustPool, .stopWorker].contains(kind)
            evidence.faults.append(
                Made.fault(
                    kind,
                    kind.reach == .pool ? "load.1" : Made.lane(number % laneCount + 1).rawValue,
                    at: at,
                    until: isLasting ? at + 1500 : nil,
                    isBusy: generator.chance(percent: 60),
                    obstacle: kind == .limitDescriptors ? "the limit cannot be set: \(text)" : nil
                )
            )
        }
        evidence.faults.sort { $0.at < $1.at }
    }
}
