import ControlPlane
import DataStructures
import Protocol

/// The open copies of missions, and the lanes that may take them, as far as it can be told from what
/// was written.
struct CopyBoard {
    /// An open copy.
    struct Copy {
        let id: MissionID
        let original: MissionID
        let lane: LaneID
        /// Its open attempt; nil while it waits.
        var run: RunID?
        /// Why that is being stopped; nil if nothing stops it.
        var intent: StopIntent?
    }

    private(set) var copies = OrderedTable<MissionID, Copy>()
    /// Missions that are cancelled, or are being stopped for that.
    private var cancelled = LookupTable<MissionID, Bool>()
    private(set) var lanes = OrderedTable<LaneID, LaneRecord>()
    /// True while an operator has stopped all work.
    private(set) var isStopped = false
    /// The configuration in force last; before it those that were, until a reload is surely over.
    private(set) var configurations: [Configuration] = []
    /// Transactions since something was configured.
    private var commitCount = 0

    /// True once what was configured last is in force, and has had its effect.
    ///
    /// A supervisor's first transaction only introduces its lanes; and a turn may take in other events
    /// before it takes in the configuration that was loaded.
    var isSettled: Bool { commitCount > 1 }

    /// Takes in a fact other than a transaction.
    mutating func observe(_ observation: Observation) {
        switch observation {
        case .supervisorStarted:
            configurations = []
            commitCount = 0
        case .configured(let configuration):
            configurations.append(configuration)
            commitCount = 0
        case .turnBegan, .committed, .performed, .acknowledged, .exited, .workerStarted,
            .workerEnded, .runStarted, .workDone, .survivorsTold, .runEnded, .stopDelivered,
            .resultMade, .resultDurable, .resultDeleted:
            break
        }
    }

    /// A transaction begins.
    mutating func begin() {
        commitCount += 1
        if isSettled { configurations = configurations.suffix(1) }
    }

    /// Takes in a write of it.
    mutating func apply(_ write: LedgerWrite) {
        switch write {
        case .insertMission(let envelope, let state):
            guard let id = envelope.missionID, let original = envelope.shadowOf else { return }
            copies[id] = Copy(id: id, original: original, lane: state.assignedVPID)
        case .updateMission(let id, let state):
            if state.status.isTerminal { copies[id] = nil }
            if state.status == .cancelled { cancelled[id] = true }
        case .insertAttempt(let attempt):
            _ = copies.modify(attempt.missionID) { $0.run = attempt.runID }
        case .updateAttempt(let attempt):
            // Who settles a mission stops its run in the same way, and says how it ends.
            if attempt.intent == .cancel, attempt.resolution == nil {
                cancelled[attempt.missionID] = true
            }
            _ = copies.modify(attempt.missionID) { copy in
                copy.run = attempt.outcome == nil ? attempt.runID : nil
                copy.intent = attempt.outcome == nil ? attempt.intent : nil
            }
        case .saveLane(let record): lanes[record.vpID] = record
        case .saveEstop(let change): isStopped = change != nil
        case .savePool, .appendEvent, .markCleanStop: break
        }
    }

    /// True if the runs of a lane's profile change nothing outside their workspace, by a configuration
    /// that may be in force.
    func isHarmless(_ lane: LaneID) -> Bool {
        configurations.contains { configuration in
            guard let policy = configuration.lanes[lane] else { return false }
            return (configuration.profiles[policy.profile] ?? .shell).sideEffects == .none
        }
    }

    /// True if a lane keeps the copies that it has, by what its row said at some time.
    func keepsCopies(_ record: LaneRecord) -> Bool {
        record.rollout.rollout == .shadow && record.admission == .open
            && record.status != .retired && isHarmless(record.vpID)
    }

    /// True if a mission is cancelled, or is being stopped for that.
    func isCancelled(_ mission: MissionID) -> Bool { cancelled[mission] == true }

    /// How many copies of a lane are open.
    func openCount(on lane: LaneID) -> Int { copies.count { $0.value.lane == lane } }
}
