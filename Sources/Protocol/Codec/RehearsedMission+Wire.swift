extension RehearsedMission: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "arrive_at_ms", "attempt_count", "class", "end_at_ms", "idempotency_key",
        "kind", "mission_id", "number", "outcome", "reason", "source", "start_at_ms", "summary",
        "vp_id", "waited_ms",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        var envelope = MissionEnvelope(objective: "")
        envelope.missionID = try object.textIfPresent("mission_id")
        envelope.idempotencyKey = try object.stringIfPresent("idempotency_key", 0...65_536)
        envelope.missionClass = try object.text("class")
        envelope.source = try object.string("source", 0...65_536)
        let arrival: UInt64 = try object.integer("arrive_at_ms", 0...UInt64.max)
        self.init(
            WorkloadMission(envelope, arriveAtMilliseconds: arrival, takesMilliseconds: 0),
            number: try object.integer("number", 1...Int.max)
        )
        vpID = try object.textIfPresent("vp_id")
        outcome = try object.text("outcome")
        startAtMilliseconds = try object.integerIfPresent("start_at_ms", 0...UInt64.max)
        endAtMilliseconds = try object.integerIfPresent("end_at_ms", 0...UInt64.max)
        attemptCount = try object.integer("attempt_count", 0...Int.max)
        reason = try object.textIfPresent("reason")
        summary = try object.stringIfPresent("summary", 0...65_536)
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("RehearsedMission")
        object.put("number", number)
        object.put("mission_id", missionID)
        object.put("idempotency_key", idempotencyKey)
        object.put("vp_id", vpID)
        object.put("class", missionClass)
        object.put("source", source)
        object.put("outcome", outcome)
        object.put("arrive_at_ms", arriveAtMilliseconds)
        object.put("start_at_ms", startAtMilliseconds)
        object.put("waited_ms", waitedMilliseconds)
        object.put("end_at_ms", endAtMilliseconds)
        object.put("attempt_count", attemptCount)
        object.put("reason", reason)
        object.put("summary", summary)
    }
}
