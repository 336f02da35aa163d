/// Why we end a run; committed before the first signal.
///
/// The attempt ends with the outcome of the intent whatever the exit status says, unless its result
/// was in the outbox before.
public enum StopIntent: String, CaseIterable, Hashable, Sendable {
    /// Somebody cancelled the mission.
    case cancel
    /// `max_runtime_seconds` is over.
    case runtimeBudget = "runtime_budget"
    /// `max_idle_seconds` is over.
    case idleBudget = "idle_budget"
    /// A tool in flight was silent for the lane's `tool_timeout_seconds`.
    case toolTimeout = "tool_timeout"
    /// The mission has made more calls than `max_llm_calls`.
    case callBudget = "call_budget"
    /// The mission has used more than `max_tokens`.
    case tokenBudget = "token_budget"
    /// The mission has cost more than `max_cost_usd`.
    case costBudget = "cost_budget"
    /// The run had no process by its start deadline.
    case startDeadline = "start_deadline"
    /// Nobody answered what the runtime asked.
    case answerTimeout = "answer_timeout"
    /// The lane is drained and its deadline is over.
    case drain
    /// The supervisor stops.
    case stop
    /// An operator stops all work.
    case estop
    /// An operator put the mission back into the queue.
    case requeue
    /// An operator restarts the lane's worker.
    case restart
    /// An interactive mission needs the slot or the permit of a mission that may be preempted.
    case preempt
    /// A copy of a mission gives way, or its lane takes no copies any more.
    case shadow

    /// The outcome of an attempt that ended because of this.
    public var outcome: AttemptOutcome {
        switch self {
        case .cancel, .shadow: .cancelled
        case .runtimeBudget, .idleBudget, .toolTimeout, .callBudget, .tokenBudget, .costBudget:
            .timedOut
        case .startDeadline, .answerTimeout: .failed
        case .drain, .stop, .estop, .requeue, .restart, .preempt: .interrupted
        }
    }

    /// The reason of an attempt that ended because of this.
    public var reason: ReasonCode {
        switch self {
        case .cancel, .requeue, .restart: .operatorRequest
        case .runtimeBudget: .runtimeBudget
        case .idleBudget: .noProgressTimeout
        case .toolTimeout: .toolTimeout
        case .callBudget: .callBudget
        case .tokenBudget: .tokenBudget
        case .costBudget: .costBudget
        case .startDeadline: .startTimedOut
        case .answerTimeout: .answerTimedOut
        case .drain: .laneDraining
        case .stop: .supervisorStopping
        case .estop: .emergencyStop
        case .preempt: .preempted
        case .shadow: .shadowEnded
        }
    }

    /// What it says something about; nil where it is nobody's failure.
    public var scope: FailureScope? {
        switch self {
        case .cancel, .requeue, .restart, .drain, .stop, .estop: .operator
        case .runtimeBudget, .idleBudget, .toolTimeout, .callBudget, .tokenBudget, .costBudget,
            .answerTimeout:
            .mission
        case .startDeadline: .lane
        case .preempt, .shadow: nil
        }
    }
}
