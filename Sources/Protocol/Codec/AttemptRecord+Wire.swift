extension AttemptRecord: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "attempt", "dispatched_at", "ended_at", "exit", "fence", "fresh_session",
        "generation", "intent", "kind", "leader", "leftover_processes", "log_bytes_dropped",
        "mission_id", "outcome", "phase", "reason", "run_id", "scope", "session_id", "started_at",
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
        outcome = try object.textIfPresent("outcome")
        reason = try object.textIfPresent("reason")
        scope = try object.textIfPresent("scope")
        endedAt = try object.textIfPresent("ended_at")
        exit = try object.objectIfPresent("exit")
        leftoverProcessCount =
            try object.integerIfPresent("leftover_processes", 0...Int.max) ?? 0
        usage = try object.objectIfPresent("usage") ?? usage
        summary = try object.stringIfPresent("summary", 0...65_536)
        logBytesDropped = try object.integerIfPresent("log_bytes_dropped", 0...UInt64.max) ?? 0
    }

    func write(to object: inout ObjectWriter) throws {
        try object.putKind("Attempt")
        try object.put("run_id", runID)
        try object.put("mission_id", missionID)
        try object.put("attempt", number)
        try object.put("vp_id", vpID)
        try object.put("generation", generation)
        try object.put("fence", fence)
        try object.put("session_id", sessionID)
        try object.put("fresh_session", isFreshSession)
        try object.put("dispatched_at", dispatchedAt)
        try object.put("started_at", startedAt)
        try object.put("leader", leader)
        try object.put("phase", phase)
        try object.put("intent", intent)
        try object.put("outcome", outcome)
        try object.put("reason", reason)
        try object.put("scope", scope)
        try object.put("ended_at", endedAt)
        try object.put("exit", exit)
        try object.put("leftover_processes", leftoverProcessCount)
        try object.put("usage", usage)
        try object.put("summary", summary)
        try object.put("log_bytes_dropped", logBytesDropped)
    }
}
