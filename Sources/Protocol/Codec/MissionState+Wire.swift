extension MissionState: WireObject {
    static let fields: [WireName] = [
        "assigned_by", "assigned_vp_id", "attempt_count", "counterpart", "created_at",
        "deferral_count",
        "ended_at", "ended_by", "failure_count", "fence", "held_until", "hold", "late",
        "left_vp_ids", "phase", "preemption_count", "queued_at", "reason", "recovery_count",
        "resume_phase", "route", "scope", "started_at", "status", "summary", "usage",
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
        preemptionCount = try object.integerIfPresent("preemption_count", 0...Int.max) ?? 0
        usage = try object.objectIfPresent("usage") ?? Usage()
        fence = try object.counterIfPresent("fence")
        heldUntil = try object.textIfPresent("held_until")
        hold = try object.objectIfPresent("hold")
        queuedAt = try object.text("queued_at")
        startedAt = try object.textIfPresent("started_at")
        endedAt = try object.textIfPresent("ended_at")
        endedBy = try object.stringIfPresent("ended_by", 0...256)
        summary = try object.stringIfPresent("summary", 0...65_536)
        resumePhase = try object.stringIfPresent("resume_phase", 0...65_536)
        isLate = try object.flag("late")
        counterpart = try object.objectIfPresent("counterpart")
        leftVPIDs = try object.texts("left_vp_ids", countMax: .max)
        route = try object.objects("route")
    }

    func write(to object: inout ObjectWriter) {
        object.put("assigned_vp_id", assignedVPID)
        object.put("assigned_by", assignedBy)
        object.put("status", status)
        object.put("reason", reason)
        object.put("scope", scope)
        object.put("phase", phase)
        object.put("attempt_count", attemptCount)
        object.put("failure_count", failureCount)
        object.put("recovery_count", recoveryCount)
        object.put("deferral_count", deferralCount)
        object.put("preemption_count", preemptionCount)
        object.put("usage", usage)
        object.put("fence", fence)
        object.put("held_until", heldUntil)
        object.put("hold", hold)
        object.put("created_at", createdAt)
        object.put("queued_at", queuedAt)
        object.put("started_at", startedAt)
        object.put("ended_at", endedAt)
        object.put("ended_by", endedBy)
        object.put("summary", summary)
        object.put("resume_phase", resumePhase)
        object.put("late", isLate)
        object.put("counterpart", counterpart)
        object.put("left_vp_ids", leftVPIDs)
        object.put("route", route)
    }
}
