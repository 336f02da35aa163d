import DataStructures
import Protocol

@testable import LoadHarness

/// A load on an instance that keeps every rule: missions of all classes arrive at random, start in
/// their order where there is a slot and a permit, and end, or crash, or fail and are tried again.
struct CleanLoad {
    /// An end of a run or of a hold, at a time.
    private struct Due: Comparable {
        enum What: Equatable {
            case end(RunID, lane: Int, MissionClass)
            case release(MissionID, lane: Int, MissionClass)
        }

        let at: Int64
        let number: Int
        let what: What

        static func < (lhs: Due, rhs: Due) -> Bool { (lhs.at, lhs.number) < (rhs.at, rhs.number) }
    }

    /// What waits on a lane, by class: the earliest deadline first, else by age.
    private typealias Queue = [OrderedTable<WaitingLine.Place, MissionID>]

    private var history: History
    private var generator: SeededGenerator
    private var dues = OrderedTable<Due, Bool>()
    private var dueCount = 0
    private var queues: [Queue]
    private var usage: [(interactive: Int, other: Int)]
    private var poolUsage: [(interactive: Int, other: Int)]
    private let scenario: Scenario
    /// Of deadline missions.
    private var deadlines = LookupTable<MissionID, Int64>()
    private var order: Int64 = 0

    private init(_ scenario: Scenario, seed: UInt64) {
        self.scenario = scenario
        history = History(scenario)
        generator = SeededGenerator(seed: seed)
        let classCount = MissionClass.allCases.count
        queues = Array(
            repeating: Array(repeating: OrderedTable(), count: classCount),
            count: scenario.laneCount
        )
        usage = Array(repeating: (0, 0), count: scenario.laneCount)
        poolUsage = Array(repeating: (0, 0), count: scenario.poolCount)
    }

    /// Makes the evidence of one in which so many missions arrive.
    static func evidence(
        missionCount: Int,
        seed: UInt64,
        _ scenario: Scenario = Scenario()
    ) throws -> Evidence {
        var load = CleanLoad(scenario, seed: seed)
        for _ in 0..<missionCount {
            let gap = Int64(load.generator.next(in: 1_000_000...40_000_000))
            try load.go(to: load.history.now + gap)
            try load.arrive()
        }
        while let due = load.dues.first?.key { try load.go(to: due.at) }
        return load.history.evidence
    }

    private mutating func arrive() throws {
        let lane = Int(generator.next(below: UInt64(scenario.laneCount)))
        let missionClass = generator.pick(from: MissionClass.allCases)
        let due = missionClass == .deadline ? Int64(generator.next(in: 60_000...900_000)) : nil
        let mission = try history.submit(missionClass, on: lane, dueInMilliseconds: due)
        deadlines[mission] = history.evidence.missions.last?.deadlineAt?.nanoseconds
        enqueue(mission, on: lane, missionClass)
        try fill()
    }

    /// Does what is due until a time.
    private mutating func go(to time: Int64) throws {
        while let due = dues.first?.key, due.at <= time {
            dues.remove(due)
            history.wait(until: due.at)
            switch due.what {
            case .end(let run, let lane, let missionClass): try end(run, on: lane, missionClass)
            case .release(let mission, let lane, let missionClass):
                enqueue(mission, on: lane, missionClass)
            }
            try fill()
        }
        history.wait(until: time)
    }

    private mutating func enqueue(_ mission: MissionID, on lane: Int, _ missionClass: MissionClass)
    {
        order += 1
        let place = WaitingLine.Place(nanoseconds: deadlines[mission] ?? order, mission: mission)
        queues[lane][missionClass.rank][place] = mission
    }

    private mutating func end(_ run: RunID, on lane: Int, _ missionClass: MissionClass) throws {
        count(-1, missionClass, on: lane)
        let mission = MissionID(String(run.rawValue.prefix { $0 != "." }))
        guard let mission else { throw HistoryError() }
        switch generator.next(below: 100) {
        case 0..<8:
            try history.end(run, .crashed)
            enqueue(mission, on: lane, missionClass)
        case 8..<12:
            try history.end(run, .failed, heldMilliseconds: 5)
            add(at: history.now + 6_000_000, .release(mission, lane: lane, missionClass))
        case 12..<14:
            try history.end(run, .failed, isLast: true)
        default:
            try history.end(run)
        }
    }

    /// Starts what may start.
    private mutating func fill() throws {
        for lane in queues.indices {
            while let missionClass = MissionClass.allCases.first(where: { mayStart($0, on: lane) })
            {
                guard let (_, mission) = queues[lane][missionClass.rank].popFirst() else { break }
                let run = try history.start(mission)
                count(1, missionClass, on: lane)
                let length = Int64(generator.next(in: 5_000_000...150_000_000))
                add(at: history.now + length, .end(run, lane: lane, missionClass))
            }
        }
    }

    private func mayStart(_ missionClass: MissionClass, on lane: Int) -> Bool {
        guard !queues[lane][missionClass.rank].isEmpty,
            hasSlot(missionClass, usage[lane], scenario.slotCount, scenario.reservedSlotCount)
        else { return false }
        guard scenario.poolCount > 0 else { return true }
        return hasSlot(
            missionClass,
            poolUsage[lane % scenario.poolCount],
            scenario.poolSlotCount,
            scenario.poolReservedSlotCount
        )
    }

    private func hasSlot(
        _ missionClass: MissionClass,
        _ usage: (interactive: Int, other: Int),
        _ slotCount: Int,
        _ reservedCount: Int
    ) -> Bool {
        guard usage.interactive + usage.other < slotCount else { return false }
        return missionClass == .interactive || usage.other < slotCount - reservedCount
    }

    private mutating func count(_ change: Int, _ missionClass: MissionClass, on lane: Int) {
        if missionClass == .interactive {
            usage[lane].interactive += change
        } else {
            usage[lane].other += change
        }
        guard scenario.poolCount > 0 else { return }
        let pool = lane % scenario.poolCount
        if missionClass == .interactive {
            poolUsage[pool].interactive += change
        } else {
            poolUsage[pool].other += change
        }
    }

    private mutating func add(at time: Int64, _ what: Due.What) {
        dueCount += 1
        dues[Due(at: time, number: dueCount, what: what)] = true
    }
}
