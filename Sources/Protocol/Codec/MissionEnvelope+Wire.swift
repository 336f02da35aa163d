import DataStructures

extension MissionEnvelope: WireObject {
    static let fields: [WireName] =
        ["objective"] + fieldsWithoutObjective

    /// Every field of the envelope but the one that may be large.
    static let fieldsWithoutObjective: [WireName] = [
        "budget", "checks", "class", "constraints", "deadline_at", "envelope_version",
        "expire_at_deadline", "fallback", "idempotency_key", "labels", "mission_id", "mission_type",
        "not_before", "owner", "parent_id", "preemptible", "requires", "retry", "retry_of",
        "session", "shadow_of", "shadow_ok", "source", "success_criteria",
        "trace_id", "traceparent", "vp_id",
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
        try readPreemptible(from: object)
        isShadowOK = try object.flag("shadow_ok")
        shadowOf = try object.textIfPresent("shadow_of")
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
        try readFallback(from: object)
    }

    private mutating func readPreemptible(from object: ObjectReader) throws(ProtocolError) {
        isPreemptible = try object.flag("preemptible")
        guard !isPreemptible || missionClass == .background else {
            throw object.error("preemptible", "only a mission of class background gives way")
        }
    }

    private mutating func readFallback(from object: ObjectReader) throws(ProtocolError) {
        guard object.has("fallback") else { return }
        let lanes: [LaneID] = try object.texts("fallback", countMax: Self.fallbackCountMax)
        for (index, lane) in lanes.enumerated() {
            if lanes[..<index].contains(lane) {
                throw object.error("fallback", "\(lane) stands there twice")
            }
            if lane == vpID {
                throw object.error("fallback", "\(lane) is the lane that vp_id names")
            }
        }
        fallback = lanes
    }

    func write(to object: inout ObjectWriter) {
        object.put("objective", objective)
        writeWithoutObjective(to: &object)
    }

    /// Writes every field but the objective.
    func writeWithoutObjective(to object: inout ObjectWriter) {
        object.put("envelope_version", Self.version)
        object.put("mission_id", missionID)
        object.put("idempotency_key", idempotencyKey)
        object.put("retry_of", retryOf)
        object.put("parent_id", parentID)
        object.put("vp_id", vpID)
        object.put("mission_type", missionType)
        object.put("class", missionClass)
        object.put("deadline_at", deadlineAt)
        object.put("expire_at_deadline", expireAtDeadline)
        object.put("not_before", notBefore)
        object.put("owner", owner)
        object.put("source", source)
        object.put("budget", budget)
        object.put("constraints", constraints)
        object.put("requires", requires)
        object.put("success_criteria", successCriteria)
        object.put("checks", checks)
        object.put("session", session)
        object.put("retry", retry)
        if let fallback { object.put("fallback", fallback) }
        object.put("preemptible", isPreemptible)
        object.put("shadow_ok", isShadowOK)
        object.put("shadow_of", shadowOf)
        object.put("labels", .object(labels.mapValuesToJSON()))
        object.put("trace_id", traceID)
        object.put("traceparent", traceparent)
    }
}
