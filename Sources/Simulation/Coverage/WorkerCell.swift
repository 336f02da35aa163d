import ControlPlane
import Protocol

/// The cells of `WorkerMachine`.
enum WorkerCell {
    /// What happens to it.
    enum Event: Int, CaseIterable {
        case found
        case missing
        case spawned
        case spawnFailed
        case exited
        case helloed
        case heard
        case linkClosed
        case treesGone
        case lockTaken
        case outboxRead
        case resetRequested
        case ticked
    }

    static let eventNames = Event.allCases.map { "\($0)" }

    static let stateNames = [
        "unprobed", "probing", "clearing trees", "clearing lock", "clearing outbox", "vacant",
        "backingOff", "starting", "greeting", "ready", "leaving", "killing", "parked",
    ]

    static func ordinal(of state: WorkerMachine.State) -> Int {
        switch state {
        case .unprobed: 0
        case .probing: 1
        case .clearing(_, .trees): 2
        case .clearing(_, .lock): 3
        case .clearing(_, .outbox): 4
        case .vacant: 5
        case .backingOff: 6
        case .starting: 7
        case .greeting: 8
        case .ready: 9
        case .leaving: 10
        case .killing: 11
        case .parked: 12
        }
    }

    /// The lane that an event of the control plane is about, and its cell.
    static func event(_ event: SupervisorEvent) -> (LaneID, Event)? {
        switch event {
        case .workerFound(let lane, _, _): (lane, .found)
        case .workerMissing(let lane): (lane, .missing)
        case .workerSpawned(let lane, _, _): (lane, .spawned)
        case .workerSpawnFailed(let lane, _, _): (lane, .spawnFailed)
        case .workerExited(let lane, _, _): (lane, .exited)
        case .reported(let lane, _, .hello): (lane, .helloed)
        case .reported(let lane, _, _): (lane, .heard)
        case .linkClosed(let lane, _): (lane, .linkClosed)
        case .treesGone(let lane, _): (lane, .treesGone)
        case .lockTaken(let lane, _): (lane, .lockTaken)
        case .outboxRead(let lane, _, _): (lane, .outboxRead)
        case .requestReceived(let request):
            if case .laneReset(let lane, _) = request.command {
                (lane, .resetRequested)
            } else {
                nil
            }
        case .clientClosed, .treesNotDead, .recoveryStalled, .diskMeasured, .hostMeasured,
            .configurationLoaded, .incidentCaptured, .incidentCaptureFailed, .stopRequested,
            .replacementRequested, .tick:
            nil
        }
    }
}
