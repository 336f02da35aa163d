import DataStructures

extension EventRecord: WireObject {
    static let fields: [WireName] = [
        "actor", "apiVersion", "emitted_at", "event_id", "event_type", "kind", "mission_id",
        "payload", "reason", "run_id", "seq", "summary", "trace_id", "vp_id", "vp_session_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            sequence: try object.integer("seq", 0...UInt64.max),
            type: try object.text("event_type"),
            emittedAt: try object.text("emitted_at"),
            actor: try object.string("actor", 0...256),
            summary: try object.string("summary", 0...65_536)
        )
        missionID = try object.textIfPresent("mission_id")
        vpID = try object.textIfPresent("vp_id")
        runID = try object.textIfPresent("run_id")
        sessionID = try object.textIfPresent("vp_session_id")
        traceID = try object.stringIfPresent("trace_id", 0...128)
        reason = try object.textIfPresent("reason")
        switch try object.any("payload") {
        case .object(let members)?: payload = members
        case .null?, nil: break
        case let other?: throw object.bad("payload", "an object", given: other)
        }
    }

    func write(to object: inout ObjectWriter) throws {
        try object.putKind("Event")
        try object.put("seq", sequence)
        try object.put("event_id", eventID)
        try object.put("event_type", type)
        try object.put("emitted_at", emittedAt)
        try object.put("mission_id", missionID)
        try object.put("vp_id", vpID)
        try object.put("run_id", runID)
        try object.put("vp_session_id", sessionID)
        try object.put("trace_id", traceID)
        try object.put("actor", actor)
        try object.put("reason", reason)
        try object.put("summary", summary)
        try object.put("payload", AnyJSON(.object(payload)))
    }
}

extension EventRecord {
    /// A name for the event that is the same at every delivery: `ev.<sequence>`.
    public var eventID: String { "ev.\(sequence)" }
}
