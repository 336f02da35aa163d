import Protocol
import SQLite

/// How a mission lies in `vp_missions`: what never changes, then its state.
enum MissionRow {
    /// Written once.
    static let constantColumns = [
        "number", "mission_id", "idempotency_key", "digest", "class", "shadow_of", "created_at",
    ]

    /// Written at every change, in the order that `writeState` and `readState` follow.
    static let stateColumns = [
        "assigned_vp_id", "assigned_by", "left_vp_ids", "route", "status", "reason", "scope",
        "phase", "attempt_count", "failure_count", "recovery_count", "deferral_count",
        "preemption_count", "input_tokens", "output_tokens", "calls", "cost_micro_usd", "fence",
        "held_until",
        "held_by", "hold_reason", "held_at", "queued_at", "started_at", "ended_at", "ended_by",
        "summary", "resume_phase", "late", "counterpart",
    ]

    /// What `readState` reads.
    static let readColumns = ["created_at"] + stateColumns

    static func writeState(
        _ state: MissionState,
        to columns: inout ColumnWriter
    ) throws(SQLiteError) {
        try columns.put(state.assignedVPID.rawValue)
        try columns.put(state.assignedBy)
        try columns.put(StoredRoute.text(state.leftVPIDs))
        try columns.put(StoredRoute.text(state.route))
        try columns.put(word: state.status)
        try columns.put(word: state.reason)
        try columns.put(word: state.scope)
        try columns.put(word: state.phase)
        try columns.put(state.attemptCount)
        try columns.put(state.failureCount)
        try columns.put(state.recoveryCount)
        try columns.put(state.deferralCount)
        try columns.put(state.preemptionCount)
        try columns.put(state.usage)
        try columns.put(state.fence?.rawValue)
        try columns.put(state.heldUntil)
        try OperatorChangeColumns.write(state.hold, to: &columns)
        try columns.put(state.queuedAt)
        try columns.put(state.startedAt)
        try columns.put(state.endedAt)
        try columns.put(state.endedBy)
        try columns.put(state.summary)
        try columns.put(state.resumePhase)
        try columns.put(state.isLate)
        try columns.put(state.counterpart?.ledgerText)
    }

    static func readState(
        _ columns: inout ColumnReader
    ) throws(SQLiteError) -> MissionState {
        let createdAt = try columns.time()
        var state = MissionState(
            assignedVPID: try columns.name { LaneID($0) },
            assignedBy: try columns.text(),
            at: createdAt
        )
        state.leftVPIDs = try columns.optionalName(StoredRoute.lanes) ?? []
        state.route = try columns.optionalName(StoredRoute.route) ?? []
        state.status = try columns.word()
        state.reason = try columns.optionalWord()
        state.scope = try columns.optionalWord()
        state.phase = try columns.optionalWord()
        state.attemptCount = try columns.smallCount()
        state.failureCount = try columns.smallCount()
        state.recoveryCount = try columns.smallCount()
        state.deferralCount = try columns.smallCount()
        state.preemptionCount = try columns.smallCount()
        state.usage = try columns.usage()
        state.fence = try columns.optionalCount().map { Fence($0) }
        state.heldUntil = try columns.optionalTime()
        state.hold = try OperatorChangeColumns.read(&columns)
        state.queuedAt = try columns.time()
        state.startedAt = try columns.optionalTime()
        state.endedAt = try columns.optionalTime()
        state.endedBy = try columns.optionalText()
        state.summary = try columns.optionalText()
        state.resumePhase = try columns.optionalText()
        state.isLate = try columns.flag()
        state.counterpart = try columns.optionalText().map(StoredText.readShadowSide)
        return state
    }
}
