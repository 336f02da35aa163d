import ControlPlane
import DataStructures
import LaneCore
import Protocol

/// What a run has reached: hits of every fault, and of every (state, event) cell of the machines.
public struct Coverage: Sendable {
    /// Hits of each fault, in the order of `Fault.allCases`.
    public private(set) var faults = Array(repeating: 0, count: Fault.allCases.count)
    /// The lanes' workers.
    public private(set) var worker = CellTable(
        machine: "WorkerMachine",
        states: WorkerCell.stateNames,
        events: WorkerCell.eventNames
    )
    /// Lanes, as an operator sees them.
    public private(set) var lane = CellTable(
        machine: "LaneMachine",
        states: [
            "open", "draining", "drained", "open, paused", "draining, paused", "drained, paused",
        ],
        events: LaneCell.eventNames
    )
    /// Lanes, by what their runs say of them.
    public private(set) var health = CellTable(
        machine: "HealthModel",
        states: HealthCell.stateNames,
        events: HealthCell.eventNames
    )
    /// Missions.
    public private(set) var mission = CellTable(
        machine: "MissionMachine",
        states: MissionStatus.allCases.map(\.rawValue),
        events: MissionCell.eventNames
    )
    /// Runs, in the worker.
    public private(set) var run = CellTable(
        machine: "RunMachine",
        states: RunCell.stateNames,
        events: RunCell.eventNames
    )
    /// Copies of missions.
    public private(set) var shadow = CellTable(
        machine: "Shadow",
        states: ShadowCell.stateNames,
        events: ShadowCell.eventNames
    )

    /// Creates a count of nothing.
    public init() {}

    /// Every table of cells.
    public var tables: [CellTable] { [worker, lane, health, mission, run, shadow] }

    /// Adds what another run has reached.
    public mutating func add(_ other: Coverage) {
        for index in faults.indices { faults[index] += other.faults[index] }
        worker.add(other.worker)
        lane.add(other.lane)
        health.add(other.health)
        mission.add(other.mission)
        run.add(other.run)
        shadow.add(other.shadow)
    }

    mutating func hit(_ fault: Fault) {
        faults[fault.rawValue] += 1
    }

    // MARK: Machines

    /// Counts an event of a lane's worker, before it is handled.
    mutating func observe(_ event: WorkerCell.Event, in state: WorkerMachine.State) {
        worker.hit(state: WorkerCell.ordinal(of: state), event: event.rawValue)
    }

    /// Counts what a request asks of a lane or a mission, before it is handled.
    mutating func observe(_ command: ControlCommand, _ ledger: SimulatedLedger) {
        if let (id, event) = MissionCell.command(command), let mission = ledger.missions[id] {
            self.mission.hit(state: mission.state.status.ordinal, event: event.rawValue)
        }
        if let (id, event) = LaneCell.command(command), let record = ledger.lanes[id] {
            lane.hit(state: LaneCell.ordinal(of: record), event: event.rawValue)
        }
        if case .laneReset(let id, _) = command { hitHealth(id, .resetRequested, ledger) }
    }

    /// Counts what a transaction does to missions and lanes, before it is applied.
    mutating func observe(_ writes: [LedgerWrite], _ ledger: SimulatedLedger) {
        for write in writes {
            if let (event, epoch) = ShadowCell.event(write, among: writes, ledger) {
                shadow.hit(state: ShadowCell.ordinal(of: epoch, in: ledger), event: event.rawValue)
            }
            switch write {
            case .insertAttempt(let attempt):
                hitMission(attempt.missionID, .dispatched, ledger)
            case .updateAttempt(let attempt):
                if let outcome = attempt.outcome {
                    hitMission(attempt.missionID, MissionCell.Event(outcome), ledger)
                }
                if let event = HealthCell.event(attempt) { hitHealth(attempt.vpID, event, ledger) }
            case .saveLane(let record):
                guard let before = ledger.lanes[record.vpID] else { continue }
                if let event = HealthCell.event(from: before, to: record) {
                    hitHealth(record.vpID, event, ledger)
                }
                if before.admission == .draining, record.admission == .drained {
                    lane.hit(
                        state: LaneCell.ordinal(of: before),
                        event: LaneCell.Event.emptied.rawValue
                    )
                }
            case .insertMission, .updateMission, .appendEvent, .savePool, .saveEstop,
                .markCleanStop:
                break
            }
        }
    }

    private mutating func hitHealth(
        _ id: LaneID,
        _ event: HealthCell.Event,
        _ ledger: SimulatedLedger
    ) {
        guard let record = ledger.lanes[id] else { return }
        health.hit(state: HealthCell.ordinal(of: record), event: event.rawValue)
    }

    private mutating func hitMission(
        _ id: MissionID,
        _ event: MissionCell.Event,
        _ ledger: SimulatedLedger
    ) {
        // One that is inserted by the same transaction is queued.
        let state = ledger.missions[id]?.state.status.ordinal ?? 0
        mission.hit(state: state, event: event.rawValue)
    }

    /// Counts the events of a worker's turn about the runs it has, before they are handled.
    mutating func observe(_ events: [LaneCore.Event], _ core: LaneCore?) {
        guard let core else { return }
        for (index, event) in events.enumerated() {
            guard let (id, cell) = RunCell.event(event) else { continue }
            // The state is known only for the first event of the turn about a run.
            let isFirst = !events[..<index].contains { RunCell.event($0)?.0 == id }
            guard isFirst, let state = core.runStateOrdinal(of: id) else { continue }
            run.hit(state: state, event: cell.rawValue)
        }
    }
}
