import Protocol
import SQLite

/// How a `LaneRecord` lies in `vp_sessions`.
enum LaneRow {
    /// The columns, in the order that `write` puts and `read` reads them.
    static let columns = [
        "vp_id", "session_id", "created_at", "generation", "status", "degraded_cause", "admission",
        "drain_deadline_at", "paused", "drain_ordered", "paused_by", "pause_reason", "paused_at",
        "drained_by", "drain_reason", "drained_at", "reroute_to", "reroute_class", "rerouted_by",
        "reroute_reason", "rerouted_at", "rollout", "rollout_percent", "rollout_origin",
        "rollout_order", "rollout_order_percent", "rolled_out_by", "rollout_reason",
        "rolled_out_at", "health", "health_recent", "failure_streak", "detections",
        "ejections", "ejected_until", "probe", "restored_at", "rollback", "usage_day",
        "used_input_tokens", "used_output_tokens", "used_calls", "used_cost_micro_usd",
        "day_budget_spent", "shadow_day", "shadow_input_tokens", "shadow_output_tokens",
        "shadow_calls", "shadow_cost_micro_usd", "shadow_budget_spent", "pool", "lease_expires_at",
        "worker_pid",
        "worker_start_ticks", "given_up_runs",
    ]

    static func write(
        _ lane: LaneRecord,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(lane.vpID.rawValue)
        try columns.put(lane.sessionID.rawValue)
        try columns.put(lane.createdAt)
        try columns.put(lane.generation.rawValue)
        try columns.put(word: lane.status)
        try columns.put(word: lane.degradedCause)
        try columns.put(word: lane.admission)
        try columns.put(lane.drainDeadlineAt)
        try columns.put(lane.isPaused)
        try columns.put(lane.isDrainOrdered)
        try OperatorChangeColumns.write(lane.pauseChange, to: &columns)
        try OperatorChangeColumns.write(lane.drainChange, to: &columns)
        try columns.put(lane.reroute?.target.rawValue)
        try columns.put(word: lane.reroute?.missionClass)
        try OperatorChangeColumns.write(lane.reroute?.change, to: &columns)
        try write(lane.rollout, lane.rolloutOrder, to: &columns)
        try write(lane.health, to: &columns)
        try columns.put(lane.rollback.ledgerText)
        try write(lane.dayUsage, to: &columns)
        try write(lane.shadowUsage, to: &columns)
        try columns.put(lane.pool)
        try columns.put(lane.leaseExpiresAt)
        try columns.put(lane.worker)
        try columns.put(StoredRemains.text(lane.givenUpRuns))
    }

    static func read(_ row: Row) throws(SQLiteError) -> LaneRecord {
        var columns = ColumnReader(row)
        var lane = LaneRecord(
            vpID: try columns.name { LaneID($0) },
            sessionID: try columns.name { SessionID($0) },
            createdAt: try columns.time()
        )
        lane.generation = Generation(try columns.count())
        lane.status = try columns.word()
        lane.degradedCause = try columns.optionalWord()
        lane.admission = try columns.word()
        lane.drainDeadlineAt = try columns.optionalTime()
        lane.isPaused = try columns.flag()
        lane.isDrainOrdered = try columns.flag()
        lane.pauseChange = try OperatorChangeColumns.read(&columns)
        lane.drainChange = try OperatorChangeColumns.read(&columns)
        lane.reroute = try readReroute(&columns)
        lane.rollout = LaneRollout(try readRollout(&columns), from: try columns.word())
        lane.rolloutOrder = try readRolloutOrder(&columns)
        lane.health = try readHealth(&columns)
        if let text = try columns.optionalText() {
            lane.rollback = try StoredText.readRollback(text)
        }
        lane.dayUsage = try readDayUsage(&columns)
        lane.shadowUsage = try readDayUsage(&columns)
        lane.pool = try columns.optionalText()
        lane.leaseExpiresAt = try columns.optionalTime()
        lane.worker = try columns.optionalProcess()
        lane.givenUpRuns = try columns.optionalName(StoredRemains.remains) ?? []
        return lane
    }

    private static func write(
        _ usage: LaneDayUsage,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(usage.day)
        try columns.put(usage.usage)
        try columns.put(usage.isSpent)
    }

    private static func readDayUsage(
        _ columns: inout ColumnReader
    ) throws(SQLiteError) -> LaneDayUsage {
        var usage = LaneDayUsage()
        usage.day = try columns.count()
        usage.usage = try columns.usage()
        usage.isSpent = try columns.flag()
        return usage
    }

    private static func write(
        _ health: LaneHealth,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(word: Optional(health.state))
        try columns.put(health.recentText)
        try columns.put(health.failureStreak)
        try columns.put(health.detectionCount)
        try columns.put(health.ejectionCount)
        try columns.put(health.ejectedUntil)
        try columns.put(health.probe?.rawValue)
        try columns.put(health.restoredAt)
    }

    private static func readHealth(
        _ columns: inout ColumnReader
    ) throws(SQLiteError) -> LaneHealth {
        var health = LaneHealth()
        health.state = try columns.word()
        health.recent = try columns.name(LaneHealth.recent)
        health.failureStreak = try columns.smallCount()
        health.detectionCount = try columns.smallCount()
        health.ejectionCount = try columns.smallCount()
        health.ejectedUntil = try columns.optionalTime()
        health.probe = try columns.optionalName { RunID($0) }
        health.restoredAt = try columns.optionalTime()
        return health
    }

    private static func write(
        _ rollout: LaneRollout,
        _ order: RolloutOrder?,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(word: Optional(rollout.rollout.stage))
        try columns.put(rollout.rollout.percent)
        try columns.put(word: Optional(rollout.origin))
        try columns.put(word: order?.rollout.stage)
        try columns.put(order?.rollout.percent)
        try OperatorChangeColumns.write(order?.change, to: &columns)
    }

    /// Reads a stage and its percentage: the table lets no others stand beside each other.
    private static func readRollout(_ columns: inout ColumnReader) throws(SQLiteError) -> Rollout {
        let stage: RolloutStage = try columns.word()
        let percent = try columns.optionalCount()
        guard let rollout = Rollout(stage, percent: percent.map { Int(clamping: $0) }) else {
            throw .damaged("ledger row", "a rollout of \(stage.rawValue) with another's percentage")
        }
        return rollout
    }

    private static func readRolloutOrder(
        _ columns: inout ColumnReader
    ) throws(SQLiteError) -> RolloutOrder? {
        guard !columns.isAtNull else {
            columns.skip(5)
            return nil
        }
        return RolloutOrder(
            try readRollout(&columns),
            change: OperatorChange(
                actor: try columns.text(),
                reason: try columns.text(),
                at: try columns.time()
            )
        )
    }

    private static func readReroute(
        _ columns: inout ColumnReader
    ) throws(SQLiteError) -> LaneReroute? {
        guard !columns.isAtNull else {
            columns.skip(5)
            return nil
        }
        let target = try columns.name { LaneID($0) }
        let missionClass: MissionClass? = try columns.optionalWord()
        return LaneReroute(
            to: target,
            missionClass: missionClass,
            change: OperatorChange(
                actor: try columns.text(),
                reason: try columns.text(),
                at: try columns.time()
            )
        )
    }
}
