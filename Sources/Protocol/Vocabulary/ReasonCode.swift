/// The one reason given with a wait, a refusal, a failure or a change of state.
///
/// `docs/reasons.md` has them in one table, checked against this enum.
public enum ReasonCode: String, CaseIterable, Hashable, Sendable {
    // MARK: Why a mission waits
    /// Every slot that this mission may use is taken.
    case slotsBusy = "slots_busy"
    /// Missions before it in the lane's order start first.
    case behindOthers = "behind_others"
    /// Another run uses the lane's session, and this one must continue it.
    case sessionBusy = "session_busy"
    /// The pool of its lane has no permit for its class.
    case poolBusy = "pool_busy"
    /// The provider of its pool asked for patience.
    case poolCooling = "pool_cooling"
    /// The entitlement of its pool is used up until it is reset.
    case poolExhausted = "pool_exhausted"
    /// One run of its pool finds out whether the provider serves again.
    case poolProbing = "pool_probing"
    /// The pool is held until an operator clears it.
    case poolHeld = "pool_held"
    /// Too much of a window of its pool is used for a mission of its class.
    case poolGate = "pool_gate"
    /// Starts on its lane, in its pool or after an unclean boot follow each other too fast.
    case startRate = "start_rate"
    /// A start would leave the machine too little memory.
    case hostMemory = "host_memory"
    /// Something on the machine waits for memory or a processor for too much of the time.
    case hostPressure = "host_pressure"
    /// Its `not_before` has not come.
    case notBefore = "not_before"
    /// It failed or was deferred, and waits before the next attempt.
    case backingOff = "backing_off"
    /// An operator holds it.
    case missionHeld = "mission_held"
    /// The lane is paused by an operator.
    case lanePaused = "lane_paused"
    /// The lane is draining.
    case laneDraining = "lane_draining"
    /// The lane is drained.
    case laneDrained = "lane_drained"
    /// The lane's worker is starting, being adopted or backing off.
    case laneRecovering = "lane_recovering"
    /// The lane is parked after too many start-up crashes.
    case laneParked = "lane_parked"
    /// The lane is ejected for its failures, or lets one mission through to see whether it is well.
    case laneEjected = "lane_ejected"
    /// The lane's budget of the day is spent.
    case laneBudget = "lane_budget"
    /// The lane is not in the configuration any more.
    case laneRemoved = "lane_removed"
    /// A process tree of the lane survives SIGKILL.
    case treeNotDead = "tree_not_dead"
    /// It may not run on its lane again, and no lane that may take it over takes work.
    case fallbackWaits = "fallback_waits"
    /// The rollout of its lane keeps it out, and no lane of its chain takes it.
    case rolloutClosed = "rollout_closed"
    /// It is a copy of a mission: it starts when nothing else is ready.
    case shadowWaits = "shadow_waits"
    /// An operator has stopped all work.
    case emergencyStop = "emergency_stop"
    /// The supervisor is stopping.
    case supervisorStopping = "supervisor_stopping"
    /// The state directory's disk is below `min_free_mib`.
    case diskLow = "disk_low"

    // MARK: Why a request is refused
    /// The lane is not in the configuration.
    case unknownLane = "unknown_lane"
    /// The pool is not in the configuration.
    case unknownPool = "unknown_pool"
    /// No mission has this name.
    case unknownMission = "unknown_mission"
    /// A prefix names more than one mission.
    case ambiguousPrefix = "ambiguous_prefix"
    /// The lane's profile lacks a capability that the mission requires.
    case capabilityMissing = "capability_missing"
    /// The mission is pinned to its lane.
    case missionPinned = "mission_pinned"
    /// The mission left that lane by fallback.
    case missionLeft = "mission_left"
    /// What waits on the other lane is rerouted itself.
    case laneRerouted = "lane_rerouted"
    /// No lane takes this mission type with these requirements.
    case noLane = "no_lane"
    /// The envelope uses a field that this version does not carry out.
    case unsupportedField = "unsupported_field"
    /// A field is missing, unknown, of the wrong type or out of bounds.
    case invalidField = "invalid_field"
    /// The method is not known.
    case unknownMethod = "unknown_method"
    /// The line is not JSON in UTF-8, or is nested more than 512 deep.
    case invalidJSON = "invalid_json"
    /// The line is not a JSON-RPC 2.0 request.
    case invalidFrame = "invalid_frame"
    /// The frame is larger than 2 MiB.
    case frameTooLarge = "frame_too_large"
    /// `hello` has not been said, or the protocol ranges do not meet.
    case protocolVersion = "protocol_version"
    /// The key is known with another body.
    case keyConflict = "key_conflict"
    /// The mission id is known with another body.
    case missionIDConflict = "mission_id_conflict"
    /// The mission is terminal.
    case missionTerminal = "mission_terminal"
    /// It is a copy of a mission, or was asked from inside one.
    case shadowCopy = "shadow_copy"
    /// The operation does not fit the state of the object.
    case wrongState = "wrong_state"
    /// The operation requires a reason.
    case reasonRequired = "reason_required"
    /// The role of the client does not include this.
    case roleTooLow = "role_too_low"
    /// Too many missions are open: in all, on the lane, of the class, or of the source.
    case queueFull = "queue_full"
    /// The cursor is before the oldest event.
    case cursorExpired = "cursor_expired"
    /// The configuration is invalid.
    case configurationInvalid = "configuration_invalid"
    /// A wait ended before its condition.
    case waitTimedOut = "wait_timed_out"
    /// Too many connections or requests at once.
    case tooManyConnections = "too_many_connections"
    /// Something failed inside the supervisor.
    case internalFailure = "internal_failure"

    // MARK: Why an attempt or a mission ended
    /// The runtime finished.
    case finished
    /// The runtime exited with a code that means failure.
    case exitCode = "exit_code"
    /// The runtime was ended by a signal that was not ours.
    case exitSignal = "exit_signal"
    /// The runtime reported an error.
    case reportedError = "reported_error"
    /// A check exited non-zero.
    case checkFailed = "check_failed"
    /// The runtime cannot be executed: missing, not permitted, bad format.
    case notRunnable = "not_runnable"
    /// The run could not be prepared: folder, files, process.
    case launchFailed = "launch_failed"
    /// The runtime said that it is rate limited or temporarily unable.
    case rateLimited = "rate_limited"
    /// The entitlement is used up.
    case quotaExhausted = "quota_exhausted"
    /// The runtime needs a login.
    case authenticationNeeded = "authentication_needed"
    /// The runtime said that this mission can never succeed.
    case permanent
    /// The runtime said that this lane can never run it.
    case lanePermanent = "lane_permanent"
    /// `max_runtime_seconds` is over.
    case runtimeBudget = "runtime_budget"
    /// `max_idle_seconds` is over without progress.
    case noProgressTimeout = "no_progress_timeout"
    /// A tool in flight was silent for the lane's `tool_timeout_seconds`.
    case toolTimeout = "tool_timeout"
    /// The mission has made as many calls as `max_llm_calls` allows.
    case callBudget = "call_budget"
    /// The mission has used as many tokens as `max_tokens` allows.
    case tokenBudget = "token_budget"
    /// The mission has cost as much as `max_cost_usd` allows.
    case costBudget = "cost_budget"
    /// The deadline passed before it started, and the mission asked to expire then.
    case deadlineExpired = "deadline_expired"
    /// The run was not accepted or did not start in time.
    case startTimedOut = "start_timed_out"
    /// The worker died with the run in it.
    case workerDied = "worker_died"
    /// The machine was restarted.
    case hostRestarted = "host_restarted"
    /// It crashed its worker too often.
    case poison
    /// It was deferred too often.
    case deferralsExhausted = "deferrals_exhausted"
    /// An interactive mission needed its slot or its permit.
    case preempted
    /// A copy of a mission gave way, its lane takes no copies any more, or its mission was cancelled.
    case shadowEnded = "shadow_ended"
    /// An operator asked for it.
    case operatorRequest = "operator_request"
    /// The runtime asks a question that somebody must answer.
    case question
    /// The runtime's question was not answered in time.
    case answerTimedOut = "answer_timed_out"

    // MARK: Why a worker or a lane changed
    /// The worker was not ready by its deadline.
    case readyTimedOut = "ready_timed_out"
    /// The worker process could not be started.
    case spawnFailed = "spawn_failed"
    /// The worker died before it had been ready for a second.
    case startupCrash = "startup_crash"
    /// The worker died.
    case workerExited = "worker_exited"
    /// The worker was silent until its lease ended.
    case leaseExpired = "lease_expired"
    /// Too many runs in a row failed by the lane's fault.
    case failuresInARow = "failures_in_a_row"
    /// Too many of the last runs failed by the lane's fault.
    case failureShare = "failure_share"
    /// Too many of the last missions moved on to another lane.
    case fallbackRate = "fallback_rate"
    /// Too many missions in a row failed on the lane or moved on.
    case missionFailures = "mission_failures"
    /// Interactive missions wait too long for the lane.
    case interactiveWait = "interactive_wait"
    /// The worker contradicts the ledger.
    case workerContradiction = "worker_contradiction"
    /// Nothing is wrong.
    case ready
}
