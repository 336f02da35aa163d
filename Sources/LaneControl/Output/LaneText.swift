import Protocol

/// Lanes as people read them.
struct LaneText {
    private let now: WallTime
    private let style: Style

    init(now: WallTime, style: Style) {
        self.now = now
        self.style = style
    }

    /// One row a lane.
    func list(_ lanes: [LaneView], columnCount: Int?) -> String {
        var table = Table([
            .init("LANE"), .init("STATUS"), .init("ADMISSION"), .init("ROLLOUT"),
            .init("RUNS", isRight: true),
            .init("QUEUED", isRight: true), .init("READY", isRight: true),
            .init("RESTARTS", isRight: true), .init("ORPHANS", isRight: true), .init("WHY"),
        ])
        for lane in lanes {
            table.add([
                lane.record.vpID.rawValue, status(of: lane), lane.record.admission.rawValue,
                "\(lane.record.rollout.rollout)",
                "\(lane.runs.count)/\(lane.slotCount)", "\(lane.queuedCounts.reduce(0, +))",
                lane.readySeconds.map { AgeText.text(seconds: $0) } ?? "", "\(lane.restartCount)",
                "\(lane.orphanCount)", lane.why.reason == .ready ? "" : lane.why.summary,
            ])
        }
        return table.text(columnCount: columnCount, style: style)
    }

    /// Everything about one lane.
    func details(_ lane: LaneView) -> String {
        let record = lane.record
        return FieldText.lines(
            [
                ("lane", record.vpID.rawValue),
                ("status", status(of: lane) + pause(of: lane)),
                ("admission", record.admission.rawValue),
                ("why", SafeText.line(lane.why.summary)),
                ("remedy", lane.why.remedy.map(SafeText.line)),
                (record.isPaused ? "paused" : "resumed", record.pauseChange.map(change)),
                (
                    record.admission == .open ? "undrained" : "drained",
                    record.drainChange.map(change)
                ),
                ("drains until", record.drainDeadlineAt?.description),
                ("rerouted", record.reroute.map(reroute)),
                ("rollout", rollout(record.rollout)),
                ("rolled out", record.rolloutOrder.map { "\($0.rollout), \(change($0.change))" }),
                ("health", health(record.health)),
                ("rollback", rollback(record.rollback)),
                ("today", today(lane)),
                ("copies", copies(lane)),
                ("profile", lane.profile),
                ("slots", "\(lane.slotCount), \(lane.reservedSlotCount) only for interactive"),
                ("runs", list(lane.runs.map(\.rawValue))),
                ("queued", queued(lane)),
                ("worker", record.worker.map { "pid \($0.pid)" }),
                ("generation", "\(record.generation)"),
                ("ready for", lane.readySeconds.map { AgeText.text(seconds: $0) }),
                ("lease until", record.leaseExpiresAt?.description),
                ("restarts", "\(lane.restartCount)"),
                ("orphans", "\(lane.orphanCount)"),
                ("session", record.sessionID.rawValue),
                ("known since", record.createdAt.description),
            ],
            style: style
        )
    }

    private func status(of lane: LaneView) -> String {
        let status = lane.record.status.rawValue
        return lane.record.degradedCause.map { "\(status)(\($0.rawValue))" } ?? status
    }

    /// A pause that another status hides.
    private func pause(of lane: LaneView) -> String {
        lane.record.isPaused && lane.record.status != .paused ? ", paused" : ""
    }

    private func change(_ change: OperatorChange) -> String {
        let reason = change.reason.isEmpty ? "" : ": " + SafeText.line(change.reason)
        return "\(AgeText.since(change.at, at: now)) ago by \(SafeText.line(change.actor))\(reason)"
    }

    private func reroute(_ reroute: LaneReroute) -> String {
        let kind = reroute.missionClass.map { "\($0.rawValue) " } ?? ""
        return "\(kind)to \(reroute.target), \(change(reroute.change))"
    }

    private func rollout(_ rollout: LaneRollout) -> String {
        rollout.origin == .default
            ? "\(rollout.rollout)" : "\(rollout.rollout), by the \(rollout.origin.rawValue)"
    }

    private func health(_ health: LaneHealth) -> String {
        var text = health.state.rawValue
        if let probe = health.probe { text += ", \(probe) decides" }
        if let until = health.ejectedUntil, health.state == .ejected { text += " until \(until)" }
        if health.ejectionCount > 0 { text += ", ejected \(health.ejectionCount) times in a row" }
        if !health.recent.isEmpty {
            let failureCount = health.recent.count { !$0 }
            text += ", \(failureCount) of the last \(health.recent.count) runs failed by its fault"
        }
        return text
    }

    /// Nil for a lane on which nothing has ended.
    private func rollback(_ memory: LaneRollback) -> String? {
        guard memory != LaneRollback() else { return nil }
        let figures = memory.figures
        var text =
            "\(figures.movedOnCount) of its last \(figures.missionCount) missions moved on,"
            + " \(figures.failureStreak) in a row failed"
        if let wait = figures.interactiveWaitP95Milliseconds {
            text += ", \(figures.interactiveStartCount) interactive ones waited \(wait) ms (p95)"
        }
        if let trigger = memory.trigger {
            text += "; tripped (\(trigger.rawValue)): \(SafeText.line(memory.summary ?? ""))"
        }
        if let count = memory.newMissionCount { text += ", \(count) new missions since" }
        return text
    }

    /// What it has used today, and what it may use; nil if both are nothing.
    private func today(_ lane: LaneView) -> String? {
        used(lane.record.dayUsage, of: lane.dayBudget)
    }

    /// The shadow copies that wait for it, and what they have used today; nil if it has to do with
    /// none.
    private func copies(_ lane: LaneView) -> String? {
        let used = used(lane.record.shadowUsage, of: lane.shadowBudget)
        let takesCopies = lane.record.rollout.rollout == .shadow
        guard takesCopies || lane.copyCount > 0 || used != nil else { return nil }
        return "\(lane.copyCount) wait" + (used.map { "; " + $0 } ?? "")
    }

    private func used(_ day: LaneDayUsage, of budget: Budget) -> String? {
        let usage = day.usage
        guard usage != Usage() || budget != Budget() else { return nil }
        let parts = [
            of(usage.callCount, budget.maxCallCount) { "\($0)" } + " calls",
            of(usage.tokenCount, budget.maxTokenCount) { "\($0)" } + " tokens",
            of(usage.costMicroUSD, budget.maxCostMicroUSD, DollarText.text) + " USD",
        ]
        let end = day.isSpent ? "; spent until midnight UTC" : ""
        return parts.joined(separator: ", ") + " used" + end
    }

    private func of(_ used: UInt64, _ limit: UInt64?, _ text: (UInt64) -> String) -> String {
        text(used) + (limit.map { " of " + text($0) } ?? "")
    }

    private func queued(_ lane: LaneView) -> String {
        zip(MissionClass.allCases, lane.queuedCounts)
            .map { "\($1) \($0.rawValue)" }.joined(separator: ", ")
    }

    private func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: " ")
    }
}
