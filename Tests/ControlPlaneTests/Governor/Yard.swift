import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// The lanes of one group with what waits and runs there, started by the governor's decisions alone.
final class Yard {
    /// A lane and its slots.
    struct Plot {
        let name: String
        let slots: Int
        let reserved: Int

        init(_ name: String, slots: Int, reserved: Int) {
            self.name = name
            self.slots = slots
            self.reserved = reserved
        }
    }

    var openClasses = MissionClass.allCases
    private(set) var freshRuns: [UInt64] = []
    private var lanes = OrderedTable<LaneID, Lane>()
    private var missions: [MissionID: MissionMachine] = [:]
    private var running: [UInt64: (lane: LaneID, run: RunID)] = [:]
    private var group = StartGroup()
    private var poolShare = MinimumShare()
    private let poolSlots: (slots: Int, reserved: Int)?

    init(lanes plots: [Plot], pool: (slots: Int, reserved: Int)? = nil) throws {
        poolSlots = pool
        for plot in plots {
            let id = try XCTUnwrap(LaneID(plot.name))
            var policy = LanePolicy()
            policy.slotCount = plot.slots
            policy.reservedSlotCount = plot.reserved
            lanes[id] = Lane(
                record: LaneRecord(
                    vpID: id,
                    sessionID: SessionID("s"),
                    createdAt: WallTime(nanoseconds: 0)
                ),
                policy: policy,
                profile: .shell,
                worker: WorkerMachine(generation: Generation(1), policy: policy),
                gate: LaneMachine(state: .open, isPaused: false),
                health: HealthModel(LaneHealth(), under: policy.health, at: Scene.start)
            )
        }
    }

    var runningCount: Int { running.count }

    func wait(
        _ number: UInt64,
        _ missionClass: MissionClass = .background,
        deadline: Int64? = nil,
        on lane: String,
        session: SessionMode = .fresh,
        source: String = ""
    ) throws {
        let mission = try makeMission(
            number,
            missionClass,
            session: session,
            deadline: deadline ?? (missionClass == .deadline ? 1 : nil),
            source: source
        )
        missions[mission.id] = mission
        let turn = group.arrived(mission.envelope)
        let id = try XCTUnwrap(LaneID(lane))
        lanes.modify(id) { $0.queue.insert(mission, turn: turn) }
    }

    /// The oldest of a class was passed over so often; in the pool without a lane.
    func passOver(_ missionClass: MissionClass, on lane: String? = nil, count: Int) {
        let standings = MinimumShare.lowerClasses.map {
            $0 == missionClass ? MinimumShare.Standing.passedOver : .unable
        }
        for _ in 0..<count {
            if let id = lane.flatMap({ LaneID($0) }) {
                lanes.modify(id) { $0.share.count(standings) }
            } else {
                poolShare.count(standings)
            }
        }
    }

    /// Starts everything that may start now.
    func startAll() -> [UInt64] {
        var started: [UInt64] = []
        while let number = startOne() { started.append(number) }
        return started
    }

    /// Starts one at a time, each after the end of the one before it.
    func startOneByOne(count: Int = .max) -> [UInt64] {
        var started: [UInt64] = []
        while started.count < count, let number = startOne() {
            started.append(number)
            end(number)
        }
        return started
    }

    func end(_ number: UInt64) {
        guard let ended = running.removeValue(forKey: number) else { return }
        lanes.modify(ended.lane) { _ = $0.runs.remove(ended.run) }
    }

    private var governor: Governor {
        let pool = poolSlots.map { slots in
            var offer = PoolOffer(
                slotCount: slots.slots,
                reservedSlotCount: slots.reserved,
                openClasses: openClasses,
                share: poolShare
            )
            for (_, lane) in lanes {
                for (_, run) in lane.runs { offer.usage.add(run.missionClass) }
            }
            return offer
        }
        return Governor(offers: lanes.map { LaneOffer($0.value) }, pool: pool, shareEvery: 10)
    }

    private func startOne() -> UInt64? {
        guard let decision = governor.decision, let mission = missions[decision.start.missionID],
            let runID = RunID("\(mission.id.rawValue).1")
        else { return nil }
        let start = decision.start
        let attempt = AttemptRecord(
            runID: runID,
            missionID: mission.id,
            number: 1,
            vpID: start.lane,
            generation: Generation(1),
            fence: Fence(1),
            sessionID: SessionID("s"),
            isFreshSession: start.isFreshSession,
            dispatchedAt: WallTime(nanoseconds: 0)
        )
        poolShare.count(decision.inGroup)
        let source = mission.envelope.source
        if !start.isShare,
            let turns = group.started(source, of: start.missionClass, weight: 1)
        {
            for id in lanes.keys {
                lanes.modify(id) {
                    $0.queue.retime(
                        source,
                        of: start.missionClass,
                        from: turns.old,
                        to: turns.new
                    )
                }
            }
        }
        let turn = group.left(mission.envelope)
        lanes.modify(start.lane) { lane in
            lane.share.count(decision.onLane)
            lane.queue.remove(mission, turn: turn)
            lane.runs[runID] = ActiveRun(attempt, missionClass: start.missionClass, at: .ms(0))
        }
        running[mission.order] = (start.lane, runID)
        if start.isFreshSession { freshRuns.append(mission.order) }
        return mission.order
    }
}
