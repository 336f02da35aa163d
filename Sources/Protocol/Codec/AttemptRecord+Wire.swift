extension AttemptRecord: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "attempt", "dispatched_at", "ended_at", "exit", "fence", "fresh_session",
        "generation", "intent", "kind", "leader", "leftover_processes", "log_bytes_dropped",
        "mission_id", "outcome", "phase", "preempted_for", "reason", "resolved_as", "run_id",
        "runtime_session", "scope",
        "session_id", "started_at",
        "summary", "usage", "vp_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            runID: try object.text("run_id"),
            missionID: try object.text("mission_id"),
            number: try object.integer("attempt", 1...Int.max),
            vpID: try object.text("vp_id"),
            generation: try object.counter("generation"),
            fence: try object.counter("fence"),
            sessionID: try object.text("session_id"),
            isFreshSession: try object.flag("fresh_session"),
            dispatchedAt: try object.text("dispatched_at")
        )
        startedAt = try object.textIfPresent("started_at")
        leader = try object.objectIfPresent("leader")
        phase = try object.text("phase")
        intent = try object.textIfPresent("intent")
        preemptedFor = try object.textIfPresent("preempted_for")
        resolution = try object.textIfPresent("resolved_as")
        outcome = try object.textIfPresent("outcome")
        reason = try object.textIfPresent("reason")
        scope = try object.textIfPresent("scope")
        endedAt = try object.textIfPresent("ended_at")
        exit = try object.objectIfPresent("exit")
        runtimeSession = try object.stringIfPresent("runtime_session", 1...256)
        leftoverProcessCount =
            try object.integerIfPresent("leftover_processes", 0...Int.max) ?? 0
        usage = try object.objectIfPresent("usage") ?? usage
        summary = try object.stringIfPresent("summary", 0...65_536)
        logBytesDropped = try object.integerIfPresent("log_bytes_dropped", 0...UInt64.max) ?? 0
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Attempt")
        object.put("run_id", runID)
        object.put("mission_id", missionID)
        object.put("attempt", number)
        object.put("vp_id", vpID)
        object.put("generation", generation)
        object.put("fence", fence)
        object.put("session_id", sessionID)
        object.put("fresh_session", isFreshSession)
        object.put("dispatched_at", dispatchedAt)
        object.put("started_at", startedAt)
        object.put("leader", leader)
        object.put("phase", phase)
        object.put("intent", intent)
        object.put("preempted_for", preemptedFor)
        object.put("resolved_as", resolution)
        object.put("outcome", outcome)
        object.put("reason", reason)
        object.put("scope", scope)
        object.put("ended_at", endedAt)
        object.put("exit", exit)
        object.put("runtime_session", runtimeSession)
        object.put("leftover_processes", leftoverProcessCount)
        object.put("usage", usage)
        object.put("summary", summary)
        object.put("log_bytes_dropped", logBytesDropped)
    }
}
