import DataStructures

extension MissionEnvelope: WireObject {
    static let fields: [WireName] =
        ["objective"] + fieldsWithoutObjective

    /// Every field of the envelope but the one that may be large.
    static let fieldsWithoutObjective: [WireName] = [
        "budget", "checks", "class", "constraints", "deadline_at", "envelope_version",
        "expire_at_deadline", "idempotency_key", "labels", "mission_id", "mission_type",
        "not_before", "owner", "parent_id", "requires", "retry", "retry_of", "session", "source",
        "success_criteria", "trace_id", "traceparent", "vp_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        let objective = try object.string("objective", 1...Self.objectiveByteCountMax)
        try self.init(from: object, objective: objective)
    }

    /// Reads every field but the objective.
    init(from object: ObjectReader, objective: String) throws(ProtocolError) {
        self.init(objective: objective)
        let version = try object.integerIfPresent("envelope_version", 0...Int.max)
        guard version ?? Self.version == Self.version else {
            throw object.bad("envelope_version", "\(Self.version), the version that is known here")
        }
        try readIdentity(from: object)
        try readTimes(from: object)
        try readConditions(from: object)
        labels = try object.labels("labels")
        traceID = try object.stringIfPresent("trace_id", 1...128)
        traceparent = try object.traceparent("traceparent")
    }

    private mutating func readIdentity(from object: ObjectReader) throws(ProtocolError) {
        missionID = try object.textIfPresent("mission_id")
        idempotencyKey = try object.stringIfPresent("idempotency_key", 1...200)
        retryOf = try object.textIfPresent("retry_of")
        parentID = try object.textIfPresent("parent_id")
        vpID = try object.textIfPresent("vp_id")
        missionType = try object.stringIfPresent("mission_type", 1...64) ?? missionType
        owner = try object.stringIfPresent("owner", 0...128) ?? owner
        source = try object.stringIfPresent("source", 0...128) ?? source
    }

    private mutating func readTimes(from object: ObjectReader) throws(ProtocolError) {
        missionClass = try object.textIfPresent("class") ?? missionClass
        deadlineAt = try object.textIfPresent("deadline_at")
        expireAtDeadline = try object.flag("expire_at_deadline")
        notBefore = try object.textIfPresent("not_before")
        if missionClass == .deadline || expireAtDeadline, deadlineAt == nil {
            let cause = expireAtDeadline ? "expire_at_deadline" : "class deadline"
            throw object.missing("deadline_at", "\(WallTime.allowedText), because of \(cause)")
        }
    }

    private mutating func readConditions(from object: ObjectReader) throws(ProtocolError) {
        budget = try object.objectIfPresent("budget") ?? budget
        constraints = try object.objectIfPresent("constraints") ?? constraints
        requires = try object.texts("requires", countMax: Capability.allCases.count)
        successCriteria = try object.strings("success_criteria", countMax: 64, 1...4096)
        checks = try object.commands("checks", countMax: 32)
        session = try object.textIfPresent("session") ?? session
        retry = try object.objectIfPresent("retry") ?? retry
    }

    func write(to object: inout ObjectWriter) throws {
        try object.put("objective", objective)
        try writeWithoutObjective(to: &object)
    }

    /// Writes every field but the objective.
    func writeWithoutObjective(to object: inout ObjectWriter) throws {
        try object.put("envelope_version", Self.version)
        try object.put("mission_id", missionID)
        try object.put("idempotency_key", idempotencyKey)
        try object.put("retry_of", retryOf)
        try object.put("parent_id", parentID)
        try object.put("vp_id", vpID)
        try object.put("mission_type", missionType)
        try object.put("class", missionClass)
        try object.put("deadline_at", deadlineAt)
        try object.put("expire_at_deadline", expireAtDeadline)
        try object.put("not_before", notBefore)
        try object.put("owner", owner)
        try object.put("source", source)
        try object.put("budget", budget)
        try object.put("constraints", constraints)
        try object.put("requires", requires)
        try object.put("success_criteria", successCriteria)
        try object.put("checks", checks)
        try object.put("session", session)
        try object.put("retry", retry)
        try object.put("labels", AnyJSON(.object(labels.mapValuesToJSON())))
        try object.put("trace_id", traceID)
        try object.put("traceparent", traceparent)
    }
}
