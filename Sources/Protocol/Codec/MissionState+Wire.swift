extension MissionState: WireObject {
    static let fields: [WireName] = [
        "assigned_by", "assigned_vp_id", "attempt_count", "created_at", "deferral_count",
        "ended_at", "ended_by", "failure_count", "fence", "held_until", "late", "phase",
        "queued_at", "reason", "recovery_count", "resume_phase", "scope", "started_at", "status",
        "summary",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            assignedVPID: try object.text("assigned_vp_id"),
            assignedBy: try object.string("assigned_by", 0...128),
            at: try object.text("created_at")
        )
        status = try object.text("status")
        reason = try object.textIfPresent("reason")
        scope = try object.textIfPresent("scope")
        phase = try object.textIfPresent("phase")
        attemptCount = try object.integer("attempt_count", 0...Int.max)
        failureCount = try object.integer("failure_count", 0...Int.max)
        recoveryCount = try object.integer("recovery_count", 0...Int.max)
        deferralCount = try object.integer("deferral_count", 0...Int.max)
        fence = try object.counterIfPresent("fence")
        heldUntil = try object.textIfPresent("held_until")
        queuedAt = try object.text("queued_at")
        startedAt = try object.textIfPresent("started_at")
        endedAt = try object.textIfPresent("ended_at")
        endedBy = try object.stringIfPresent("ended_by", 0...256)
        summary = try object.stringIfPresent("summary", 0...65_536)
        resumePhase = try object.stringIfPresent("resume_phase", 0...65_536)
        isLate = try object.flag("late")
    }

    func write(to object: inout ObjectWriter) throws {
        try object.put("assigned_vp_id", assignedVPID)
        try object.put("assigned_by", assignedBy)
        try object.put("status", status)
        try object.put("reason", reason)
        try object.put("scope", scope)
        try object.put("phase", phase)
        try object.put("attempt_count", attemptCount)
        try object.put("failure_count", failureCount)
        try object.put("recovery_count", recoveryCount)
        try object.put("deferral_count", deferralCount)
        try object.put("fence", fence)
        try object.put("held_until", heldUntil)
        try object.put("created_at", createdAt)
        try object.put("queued_at", queuedAt)
        try object.put("started_at", startedAt)
        try object.put("ended_at", endedAt)
        try object.put("ended_by", endedBy)
        try object.put("summary", summary)
        try object.put("resume_phase", resumePhase)
        try object.put("late", isLate)
    }
}
