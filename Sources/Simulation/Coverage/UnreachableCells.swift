/// Cells that no history can reach, or so few that a run of 200 seeds need not, and why.
struct UnreachableCells {
    let machine: String
    /// Empty: every state.
    let states: [String]
    /// Empty: every event.
    let events: [String]
    let reason: String

    /// True if a cell is one of these.
    func covers(_ machine: String, _ state: String, _ event: String) -> Bool {
        machine == self.machine && (states.isEmpty || states.contains(state))
            && (events.isEmpty || events.contains(event))
    }

    static let all = worker + lane + health + mission + run + shadow

    private static func workerStates(but excluded: String...) -> [String] {
        WorkerCell.stateNames.filter { !excluded.contains($0) }
    }

    private static let worker = [
        UnreachableCells(
            machine: "WorkerMachine",
            states: ["unprobed"],
            events: [],
            reason: "the turn that makes a machine has it probe"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: workerStates(but: "probing"),
            events: ["found", "missing"],
            reason: "a probe is asked for once, and its answer is the next event"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: ["probing"],
            events: WorkerCell.eventNames.filter { $0 != "found" && $0 != "missing" },
            reason: "the answer to the probe is the next event of the lane"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: workerStates(but: "starting"),
            events: ["spawned", "spawnFailed"],
            reason: "a spawn is asked for once, and its answer is the next event"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: ["starting"],
            events: WorkerCell.eventNames.filter { $0 != "spawned" && $0 != "spawnFailed" },
            reason: "the answer to the spawn is the next event of the lane"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: workerStates(but: "clearing trees"),
            events: ["treesGone"],
            reason: "it is said once, and awaited in this state"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: workerStates(but: "clearing lock"),
            events: ["lockTaken"],
            reason: "it is said once, and awaited in this state"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: workerStates(but: "clearing outbox"),
            events: ["outboxRead"],
            reason: "it is said once, and awaited in this state"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: workerStates(but: "greeting", "ready", "leaving", "killing"),
            events: ["exited"],
            reason: "a process ends once, and is believed to live until then"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: ["ready", "leaving"],
            events: ["helloed"],
            reason: "a connection says hello once, and a new one begins in greeting"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: [
                "clearing trees", "clearing lock", "clearing outbox", "vacant", "backingOff",
                "parked",
            ],
            events: ["helloed", "heard", "linkClosed"],
            reason: "rare: a dead worker's last frames arrive that much later than its end"
        ),
        UnreachableCells(
            machine: "WorkerMachine",
            states: ["killing"],
            events: ["helloed"],
            reason: "rare: a hello that crosses the kill at its deadline"
        ),
    ]

    private static let lane = [
        UnreachableCells(
            machine: "LaneMachine",
            states: ["open", "drained", "open, paused", "drained, paused"],
            events: ["emptied"],
            reason: "only a drain ends by it"
        )
    ]

    private static let outcomes = [
        "completed", "failed", "cancelled", "timedOut", "interrupted", "crashed", "deferred",
    ]

    private static let health = [
        UnreachableCells(
            machine: "HealthModel",
            states: ["healthy", "probing"],
            events: ["letThrough"],
            reason: "only the end of an ejection lets a mission through"
        )
    ]

    private static let mission = [
        UnreachableCells(
            machine: "MissionMachine",
            states: ["queued"],
            events: outcomes,
            reason: "a queued mission has no attempt that could end"
        ),
        UnreachableCells(
            machine: "MissionMachine",
            states: ["running", "blocked"],
            events: ["dispatched"],
            reason: "only a queued mission is dispatched"
        ),
        UnreachableCells(
            machine: "MissionMachine",
            states: ["blocked"],
            events: ["cancelled", "timedOut", "interrupted"],
            reason: "a stop of a blocked mission makes it running first"
        ),
        UnreachableCells(
            machine: "MissionMachine",
            states: ["completed", "failed", "cancelled", "timed_out"],
            events: ["dispatched"] + outcomes,
            reason: "a terminal mission has no attempt, and gets none"
        ),
    ]

    private static let run = [
        UnreachableCells(
            machine: "RunMachine",
            states: ["starting"],
            events: [
                "outputReceived", "reported", "leaderExited", "checkExited", "treeSurveyed",
                "treeGone",
            ],
            reason: "there is no process before `launched`, and no survey"
        ),
        UnreachableCells(
            machine: "RunMachine",
            states: ["executing", "checking", "ending"],
            events: ["launched", "launchFailed"],
            reason: "a launch is answered once"
        ),
        UnreachableCells(
            machine: "RunMachine",
            states: ["executing", "checking"],
            events: ["treeSurveyed", "treeGone"],
            reason: "a tree is surveyed while it is being ended"
        ),
        UnreachableCells(
            machine: "RunMachine",
            states: ["executing"],
            events: ["checkExited"],
            reason: "checks begin when the leader has exited"
        ),
        UnreachableCells(
            machine: "RunMachine",
            states: ["checking"],
            events: ["outputReceived", "reported", "leaderExited"],
            reason: "what the leader said is handed over before its exit, which came before"
        ),
    ]

    private static let shadow = [
        UnreachableCells(
            machine: "Shadow",
            states: ["later supervisor"],
            events: ["made"],
            reason: "who makes it is there"
        )
    ]
}
