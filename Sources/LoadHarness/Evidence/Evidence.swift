import Protocol

/// What is known of a load when it is over, from sources that do not know each other: what the client
/// was told, the ledger's file, the event stream, what the runs wrote themselves, the process table.
struct Evidence: Sendable {
    /// The quotas that were in force.
    var quotas = Quotas()
    /// Every submit that was acknowledged, in the order of the answers.
    var submissions: [Submission] = []
    /// Submits that were refused, by reason, with one message each.
    var refusals: [Refusal] = []
    /// Missions of the ledger, in the order of their creation.
    var missions: [LedgerMission] = []
    /// Attempts of the ledger, in the order of their fences.
    var attempts: [LedgerAttempt] = []
    /// Every event, in the order in which the stream told them.
    var events: [EventRecord] = []
    /// What the runs appended about themselves, in the order of the file.
    var effects: [RunEffect] = []
    /// Processes that were alive when nothing should have been.
    var survivors: [Survivor] = []
    /// What was seen while it ran, oldest first.
    var samples: [LoadSample] = []
    /// What was done to the instance, oldest first.
    var faults: [InjectedFault] = []
    /// When a supervisor was started and ready, in turn.
    var starts: [SupervisorStart] = []
    /// What SQLite finds wrong with the ledger's file; empty if nothing.
    var ledgerProblems: [String] = []
    /// Sources that could not be looked at, each with the reason; what they would have shown is not
    /// proved.
    var gaps: [String] = []
    /// When missions began to arrive, when they ceased to, and when nothing was open any more.
    var beganAt = WallTime(nanoseconds: 0)
    var ceasedAt = WallTime(nanoseconds: 0)
    var endedAt = WallTime(nanoseconds: 0)
}
