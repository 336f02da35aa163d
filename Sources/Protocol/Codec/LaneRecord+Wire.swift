extension LaneRecord: WireObject {
    static let fields: [WireName] = [
        "admission", "created_at", "day_usage", "degraded_cause", "drain_change",
        "drain_deadline_at",
        "generation", "health", "lease_expires_at", "pause_change", "paused", "reroute",
        "rollback", "rollout", "rollout_order", "session_id",
        "shadow_usage", "status", "vp_id", "worker",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            vpID: try object.text("vp_id"),
            sessionID: try object.text("session_id"),
            createdAt: try object.text("created_at")
        )
        generation = try object.counter("generation")
        status = try object.text("status")
        degradedCause = try object.textIfPresent("degraded_cause")
        admission = try object.text("admission")
        drainDeadlineAt = try object.textIfPresent("drain_deadline_at")
        isPaused = try object.flag("paused")
        pauseChange = try object.objectIfPresent("pause_change")
        drainChange = try object.objectIfPresent("drain_change")
        reroute = try object.objectIfPresent("reroute")
        rollout = try object.object("rollout")
        rolloutOrder = try object.objectIfPresent("rollout_order")
        health = try object.object("health")
        rollback = try object.objectIfPresent("rollback") ?? LaneRollback()
        dayUsage = try object.object("day_usage")
        shadowUsage = try object.object("shadow_usage")
        leaseExpiresAt = try object.textIfPresent("lease_expires_at")
        worker = try object.objectIfPresent("worker")
    }

    func write(to object: inout ObjectWriter) {
        object.put("vp_id", vpID)
        object.put("session_id", sessionID)
        object.put("created_at", createdAt)
        object.put("generation", generation)
        object.put("status", status)
        object.put("degraded_cause", degradedCause)
        object.put("admission", admission)
        object.put("drain_deadline_at", drainDeadlineAt)
        object.put("paused", isPaused)
        object.put("pause_change", pauseChange)
        object.put("drain_change", drainChange)
        object.put("reroute", reroute)
        object.put("rollout", rollout)
        object.put("rollout_order", rolloutOrder)
        object.put("health", health)
        // Nothing is left out of a lane of which nothing is known.
        object.put("rollback", rollback == LaneRollback() ? nil : rollback)
        object.put("day_usage", dayUsage)
        object.put("shadow_usage", shadowUsage)
        object.put("lease_expires_at", leaseExpiresAt)
        object.put("worker", worker)
    }
}
