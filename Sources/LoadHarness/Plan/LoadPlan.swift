import DataStructures
import Protocol

/// The missions and the faults of a load, drawn from a seed: the same scenario and seed give the same
/// plan.
///
/// Missions are drawn one by one, so that a plan of any length takes no memory. Arrivals, missions
/// and each rule of faults have a sequence of their own: without faults, the missions of a seed are
/// the same.
struct LoadPlan {
    /// What is done to the instance, in the order of time.
    let faults: [PlannedFault]

    private let scenario: Scenario
    private var arrivals: ArrivalClock
    private var generator: SeededGenerator
    private var number = 0

    /// - Parameters:
    ///   - scenario: One that `ScenarioRules` finds nothing wrong with.
    ///   - seed: Any number.
    init(_ scenario: Scenario, seed: UInt64) {
        self.scenario = scenario
        var seeds = SeededGenerator(seed: seed)
        arrivals = ArrivalClock(scenario, seed: seeds.next())
        generator = SeededGenerator(seed: seeds.next())
        faults = FaultPlan.draw(scenario, seed: seeds.next())
    }

    /// Draws the next mission.
    ///
    /// - Returns: Numbers ascend from 0, and arrivals do not descend; nil when there are no more: as
    ///   many as the scenario wants have been drawn, or the next would arrive after its duration. A
    ///   closed loop without a number of missions never ends.
    mutating func nextMission() -> PlannedMission? {
        guard number < scenario.missionCountMax ?? .max, let arrivesAfter = arrivals.next() else {
            return nil
        }
        defer { number += 1 }
        let missionClass = drawClass()
        let deadlineAfter = draw(in: scenario.classes.deadlineAfter)
        let work = drawWork()
        let runTime = draw(in: scenario.work.runTime)
        let isContinuing = generator.chance(percent: scenario.work.continuingPercent)
        let isPinned = generator.chance(percent: scenario.work.pinnedPercent)
        let lane = Int(generator.next(below: UInt64(max(1, scenario.laneCount))))
        return PlannedMission(
            number: number,
            arrivesAfter: arrivesAfter,
            missionClass: missionClass,
            deadlineAfter: missionClass == .deadline ? deadlineAfter : nil,
            work: work,
            runTime: runTime,
            isContinuing: isContinuing,
            pinnedLane: isPinned ? lane : nil
        )
    }

    private mutating func drawClass() -> MissionClass {
        let classes = scenario.classes
        let weights: [(weight: UInt64, choice: MissionClass)] = [
            (classes.interactiveWeight, .interactive), (classes.deadlineWeight, .deadline),
            (classes.backgroundWeight, .background),
        ]
        let sum = weights.reduce(0) { $0 + $1.weight }
        return pick(weights, from: generator.next(below: max(1, sum))) ?? .background
    }

    private mutating func drawWork() -> PlannedMission.Work {
        let work = scenario.work
        let shares: [(weight: UInt64, choice: PlannedMission.Work)] = [
            (work.escapingPercent, .escaping), (work.stubbornPercent, .stubborn),
            (work.floodingPercent, .flooding), (work.failingPercent, .failing),
            (work.throttledPercent, .throttled),
        ]
        return pick(shares, from: generator.next(below: 100)) ?? .plain
    }

    /// The choice in whose share a number falls; nil beyond the last.
    private func pick<Choice>(
        _ choices: [(weight: UInt64, choice: Choice)],
        from number: UInt64
    ) -> Choice? {
        var rest = number
        for (weight, choice) in choices {
            if rest < weight { return choice }
            rest -= weight
        }
        return nil
    }

    /// A whole number of milliseconds.
    private mutating func draw(in range: ClosedRange<Interval>) -> Interval {
        .milliseconds(
            generator.next(
                in: range.lowerBound.wholeMilliseconds...range.upperBound.wholeMilliseconds
            )
        )
    }
}
