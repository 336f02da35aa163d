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
        payload = try object.members("payload")
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Event")
        object.put("seq", sequence)
        object.put("event_id", eventID)
        object.put("event_type", type)
        object.put("emitted_at", emittedAt)
        object.put("mission_id", missionID)
        object.put("vp_id", vpID)
        object.put("run_id", runID)
        object.put("vp_session_id", sessionID)
        object.put("trace_id", traceID)
        object.put("actor", actor)
        object.put("reason", reason)
        object.put("summary", summary)
        object.put("payload", .object(payload))
    }
}

extension EventRecord {
    /// A name for the event that is the same at every delivery: `ev.<sequence>`.
    public var eventID: String { "ev.\(sequence)" }
}
