extension RunResult: WireObject {
    static let fields: [WireName] = [
        "artifacts", "ended_at", "exit", "fence", "leftover_processes", "limit",
        "log_bytes_dropped",
        "outcome", "reason", "resume_phase", "retry_after_ms", "run_id", "runtime_session", "scope",
        "started_at",
        "summary", "usage",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            runID: try object.text("run_id"),
            fence: try object.counter("fence"),
            outcome: try object.text("outcome"),
            reason: try object.text("reason"),
            endedAt: try object.text("ended_at")
        )
        scope = try object.textIfPresent("scope")
        exit = try object.objectIfPresent("exit")
        summary = try object.stringIfPresent("summary", 0...4096)
        leftoverProcessCount =
            try object.integerIfPresent("leftover_processes", 0...Int.max) ?? 0
        startedAt = try object.textIfPresent("started_at")
        usage = try object.objectIfPresent("usage") ?? usage
        retryAfterMilliseconds = try object.integerIfPresent("retry_after_ms", 0...UInt64.max)
        limit = try object.objectIfPresent("limit")
        resumePhase = try object.stringIfPresent("resume_phase", 0...65_536)
        runtimeSession = try object.stringIfPresent("runtime_session", 1...256)
        artifacts = try object.strings("artifacts", countMax: 100, 1...4096)
        logBytesDropped = try object.integerIfPresent("log_bytes_dropped", 0...UInt64.max) ?? 0
    }

    func write(to object: inout ObjectWriter) {
        object.put("run_id", runID)
        object.put("fence", fence)
        object.put("outcome", outcome)
        object.put("reason", reason)
        object.put("scope", scope)
        object.put("exit", exit)
        object.put("summary", summary)
        object.put("leftover_processes", leftoverProcessCount)
        object.put("started_at", startedAt)
        object.put("ended_at", endedAt)
        object.put("usage", usage)
        object.put("retry_after_ms", retryAfterMilliseconds)
        object.put("limit", limit)
        object.put("resume_phase", resumePhase)
        object.put("runtime_session", runtimeSession)
        object.put("artifacts", artifacts)
        object.put("log_bytes_dropped", logBytesDropped)
    }
}

extension RunResult {
    /// Reads what `encoded()` wrote: an entry of the outbox.
    ///
    /// Fields that are not known are skipped, because a worker may be newer than the supervisor
    /// that reads its outbox.
    ///
    /// - Throws: `invalidJSON` or `invalidField`.
    public init(decoding text: ArraySlice<UInt8>) throws(ProtocolError) {
        self = try JSONLine.decode(Wire<RunResult>.self, from: text, .tolerant).value
    }

    /// The result as one line of JSON, with the line feed: the file in the outbox.
    public func encoded() -> [UInt8] {
        encodedObject + [UInt8(ascii: "\n")]
    }
}
