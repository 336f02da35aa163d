import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// What a rehearsal says is what a control plane does that is led through the same workload by
/// somebody else.
final class RehearsalPropertyTests: XCTestCase {
    func testRehearsedOrderIsTheOrderOfARealControlPlane() {
        for seed in 1...40 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let configuration = Self.drawConfiguration(&generator)
            let workload = Self.drawWorkload(&generator)

            let scene = Scene.ready(configuration)

            let rehearsal = Rehearser.rehearse(
                workload,
                under: configuration,
                at: scene.now.wall
            )
            let real = starts(of: workload, in: scene)

            let rehearsed = rehearsal.missions.filter { $0.outcome == .started }.map {
                Self.start($0.missionID, $0.vpID, $0.startAtMilliseconds)
            }
            XCTAssertEqual(rehearsed, real, "seed \(seed)")
            XCTAssertTrue(rehearsal.isComplete, "seed \(seed)")
            XCTAssertGreaterThan(real.count, 20, "seed \(seed)")
        }
    }

    // MARK: A real control plane

    /// A run that goes on until a time.
    private struct Run {
        let order: StartOrder
        let endAt: UInt64
    }

    /// What started where, and when after the beginning.
    private static func start(
        _ missionID: MissionID?,
        _ lane: LaneID?,
        _ milliseconds: UInt64?
    ) -> String {
        "\(missionID?.rawValue ?? "?") \(lane?.rawValue ?? "?") \(milliseconds ?? .max)"
    }

    private func starts(of workload: Workload, in ready: Scene) -> [String] {
        var scene = ready
        let beginning = scene.now.boot
        var arrivals = (0..<10).flatMap { second in
            workload.missions.filter { $0.arriveAtMilliseconds == UInt64(second) * 1_000 }
        }
        var runs: [Run] = []
        var fresh: [StartOrder] = []
        var starts: [String] = []
        var now: UInt64 = 0
        while !arrivals.isEmpty || scene.missions.values.contains(where: { !$0.status.isTerminal })
        {
            var events: [Event] = fresh.flatMap { Self.begun($0, scene) }
            events += runs.filter { $0.endAt <= now }.map { Self.ended($0, scene) }
            runs.removeAll { $0.endAt <= now }
            while let next = arrivals.first, next.arriveAtMilliseconds <= now {
                events.append(scene.request(.missionSubmit([next.envelope], isDryRun: false)))
                arrivals.removeFirst()
            }
            let elapsed = scene.now.boot.since(beginning).wholeMilliseconds
            fresh = scene.turn(events, after: .milliseconds(now - elapsed)).starts
            for order in fresh {
                let id = order.attempt.missionID
                if order.attempt.number == 1 {
                    starts.append(Self.start(id, order.attempt.vpID, now))
                }
                let length = workload.missions.first { $0.envelope.missionID == id }
                runs.append(Run(order: order, endAt: now + (length?.takesMilliseconds ?? 1)))
            }
            guard fresh.isEmpty else { continue }
            let due = scene.core.nextDeadline.map { deadline in
                (deadline.since(beginning).nanoseconds + 999_999) / 1_000_000
            }
            let times = [due, arrivals.first?.arriveAtMilliseconds, runs.map(\.endAt).min()]
            guard let next = times.compactMap(\.self).min() else { break }
            now = max(next, now)
        }
        return starts
    }

    private static func begun(_ order: StartOrder, _ scene: Scene) -> [Event] {
        let (run, fence) = (order.attempt.runID, order.attempt.fence)
        let (lane, generation) = (order.attempt.vpID, order.attempt.generation)
        return [
            .reported(lane, generation, .accepted(runID: run, fence: fence)),
            .reported(
                lane,
                generation,
                .started(runID: run, fence: fence, leader: scene.leader)
            ),
        ]
    }

    private static func ended(_ run: Run, _ scene: Scene) -> Event {
        let attempt = run.order.attempt
        return .reported(attempt.vpID, attempt.generation, .ended(scene.result(attempt.runID)))
    }

    // MARK: Workloads

    private static func drawConfiguration(_ generator: inout SeededGenerator) -> Configuration {
        var configuration = Scene.configuration(["vp.a", "vp.b", "vp.c"])
        configuration.pools["max"] = PoolPolicy()
        configuration.pools["max"]?.slotCount = Int(generator.next(in: 1...4))
        if generator.chance(percent: 30) { configuration.pools["max"]?.startRate.perMinute = 30 }
        configuration.classes.minShareEvery = Int(generator.next(in: 4...12))
        configuration.classes.sources["chat"] = SourcePolicy()
        configuration.classes.sources["chat"]?.weight = Int(generator.next(in: 1...5))
        for lane: LaneID in ["vp.a", "vp.b", "vp.c"] {
            let slots = Int(generator.next(in: 1...3))
            configuration.lanes[lane]?.slotCount = slots
            configuration.lanes[lane]?.reservedSlotCount =
                Int(generator.next(below: UInt64(slots)))
            configuration.lanes[lane]?.openCountMax = Int(generator.next(in: 5...60))
            // No heartbeats are sent.
            configuration.lanes[lane]?.liveness.leaseMilliseconds = 31_536_000_000
            if lane != "vp.c" { configuration.lanes[lane]?.pool = "max" }
        }
        return configuration
    }

    private static func drawWorkload(_ generator: inout SeededGenerator) -> Workload {
        let lanes: [LaneID] = ["vp.a", "vp.b", "vp.c"]
        return Workload(
            (1...80).map { number in
                let missionClass = generator.pick(from: MissionClass.allCases)
                var envelope = MissionEnvelope.made(
                    MissionID(stringLiteral: "m\(number)"),
                    missionClass,
                    on: generator.chance(percent: 70) ? generator.pick(from: lanes) : nil
                )
                envelope.session = generator.chance(percent: 40) ? .continue : .fresh
                envelope.source = generator.pick(from: ["chat", "cron", "mail"])
                if missionClass == .deadline {
                    envelope.deadlineAt = .later(Int64(generator.next(below: 60)))
                    envelope.expireAtDeadline = generator.chance(percent: 20)
                }
                return WorkloadMission(
                    envelope,
                    arriveAtMilliseconds: generator.next(below: 10) * 1_000,
                    takesMilliseconds: generator.next(in: 1...40) * 100
                )
            }
        )
    }
}
