import DataStructures
import Protocol

/// Missions as people read them.
struct MissionText {
    private let now: WallTime
    private let style: Style

    init(now: WallTime, style: Style) {
        self.now = now
        self.style = style
    }

    /// One row a mission, as `mission list` shows them.
    func list(_ missions: [MissionView], columnCount: Int?) -> String {
        var table = Table([
            .init("MISSION"), .init("CLASS"), .init("STATUS"), .init("LANE"),
            .init("TRIES", isRight: true), .init("AGE", isRight: true), .init("REASON"),
            .init("OBJECTIVE"),
        ])
        for mission in missions {
            let state = mission.state
            table.add([
                name(mission), mission.envelope.missionClass.rawValue, state.status.rawValue,
                state.assignedVPID.rawValue, "\(state.attemptCount)",
                AgeText.since(state.createdAt, at: now), reason(mission),
                mission.envelope.objective,
            ])
        }
        return table.text(columnCount: columnCount, style: style)
    }

    /// One row a mission that runs, as `ps` shows them.
    func running(_ missions: [MissionView], columnCount: Int?) -> String {
        var table = Table([
            .init("MISSION"), .init("CLASS"), .init("LANE"), .init("TRY", isRight: true),
            .init("PHASE"), .init("RUNNING", isRight: true), .init("OBJECTIVE"),
        ])
        for mission in missions {
            let state = mission.state
            let isBlocked = state.status == .blocked
            table.add([
                name(mission), mission.envelope.missionClass.rawValue, state.assignedVPID.rawValue,
                "\(state.attemptCount)",
                isBlocked ? "blocked" : state.phase?.rawValue ?? state.status.rawValue,
                AgeText.since(state.startedAt, at: now), mission.envelope.objective,
            ])
        }
        return table.text(columnCount: columnCount, style: style)
    }

    /// Everything about one mission: its fields, its attempts, and what happened to it.
    func details(_ mission: MissionView, events: [EventRecord], columnCount: Int?) -> String {
        var text = FieldText.lines(fields(of: mission), style: style)
        text += "\n" + attempts(of: mission, columnCount: columnCount)
        // One choice is in the fields already.
        if mission.state.route.count > 1 {
            text += "\n" + route(of: mission, columnCount: columnCount)
        }
        if !events.isEmpty {
            text += "\n" + EventText(style: style).timeline(events, columnCount: columnCount)
        }
        return text
    }

    /// One line about a mission whose end was waited for.
    func outcome(_ mission: MissionView) -> String {
        let state = mission.state
        let reason = state.reason.map { " (\($0.rawValue))" } ?? ""
        let summary = state.summary.map { ": " + SafeText.line($0) } ?? ""
        return "\(name(mission)) \(style.paint(state.status.rawValue))\(reason)\(summary)\n"
    }

    /// One line about a mission that was submitted.
    func submitted(_ mission: MissionView) -> String {
        let state = mission.state
        let status = (mission.isNew ? "" : "already known, ") + style.paint(state.status.rawValue)
        return "\(name(mission)) \(status) on \(state.assignedVPID)"
            + " (\(mission.envelope.missionClass.rawValue))\n"
    }

    /// What a mission is called.
    func name(_ mission: MissionView) -> String {
        mission.envelope.missionID?.rawValue ?? "(not named yet)"
    }

    private func reason(_ mission: MissionView) -> String {
        (mission.waitingFor?.reason ?? mission.state.reason)?.rawValue ?? ""
    }

    // MARK: Details

    private func fields(of mission: MissionView) -> [(String, String?)] {
        let envelope = mission.envelope
        let state = mission.state
        return [
            ("mission", name(mission)),
            ("status", statusText(mission)),
            ("summary", state.summary.map(SafeText.line)),
            ("waiting for", mission.waitingFor?.summary),
            ("remedy", mission.waitingFor?.remedy),
            ("class", envelope.missionClass.rawValue),
            ("lane", "\(state.assignedVPID) (by \(state.assignedBy))"),
            ("pinned to", envelope.vpID?.rawValue),
            ("left", state.leftVPIDs.isEmpty ? nil : names(state.leftVPIDs)),
            ("fallback", envelope.fallback.map { $0.isEmpty ? "none" : names($0) }),
            ("type", envelope.missionType),
            ("owner", envelope.owner.isEmpty ? nil : envelope.owner),
            ("source", envelope.source.isEmpty ? nil : envelope.source),
            ("key", envelope.idempotencyKey),
            ("retry of", envelope.retryOf?.rawValue),
            ("parent", envelope.parentID?.rawValue),
            ("copied", envelope.isShadowOK ? "to a lane in shadow, if there is one" : nil),
            ("copy of", envelope.shadowOf?.rawValue),
            (envelope.isCopy ? "original" : "copy", state.counterpart.map(side)),
            ("labels", labels(envelope)),
            (
                "deadline",
                envelope.deadlineAt.map { $0.description + (state.isLate ? " (late)" : "") }
            ),
            ("held until", state.heldUntil?.description),
            ("held", state.hold.map(held)),
            ("created", state.createdAt.description),
            ("started", state.startedAt?.description),
            ("ended", state.endedAt.map { $0.description + by(state.endedBy) }),
            ("attempts", charges(envelope, state)),
            ("gives way", preemptions(envelope, state)),
            ("used", UsageText.line(usage(of: mission), of: envelope.budget)),
            ("trace", envelope.traceID),
            (
                "runtime session",
                mission.attempts.last { $0.runtimeSession != nil }?.runtimeSession.map(
                    SafeText.line
                )
            ),
            ("objective", envelope.objective),
        ]
    }

    /// What the other one of a pair came to, which ended first.
    private func side(_ side: ShadowSide) -> String {
        let reason = side.reason.map { " (\($0.rawValue))" } ?? ""
        return [
            "\(side.missionID) on \(side.vpID) \(side.status.rawValue)\(reason)",
            side.runMilliseconds.map { "ran \(AgeText.text(.milliseconds($0)))" },
            side.checks.map { "checks \($0.rawValue)" },
            UsageText.line(side.usage, of: Budget()),
        ].compactMap(\.self).joined(separator: ", ")
    }

    private func held(_ hold: OperatorChange) -> String {
        "\(AgeText.since(hold.at, at: now)) ago by \(SafeText.line(hold.actor)):"
            + " \(SafeText.line(hold.reason))"
    }

    /// What all of its attempts have used, the open one included.
    private func usage(of mission: MissionView) -> Usage {
        mission.attempts.filter { $0.outcome == nil }
            .reduce(mission.state.usage) { $0.adding($1.usage) }
    }

    private func statusText(_ mission: MissionView) -> String {
        let state = mission.state
        let details = [
            state.phase?.rawValue, state.reason?.rawValue,
            state.scope.map { "scope " + $0.rawValue },
        ].compactMap(\.self)
        let status = state.status.rawValue
        return details.isEmpty ? status : "\(status) (\(details.joined(separator: ", ")))"
    }

    private func labels(_ envelope: MissionEnvelope) -> String? {
        guard !envelope.labels.isEmpty else { return nil }
        return envelope.labels.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private func by(_ person: String?) -> String {
        person.map { " by \($0)" } ?? ""
    }

    /// How often it was tried, and what of that is charged to which limit.
    private func charges(_ envelope: MissionEnvelope, _ state: MissionState) -> String {
        let retry = envelope.retry
        return "\(state.attemptCount) (\(state.failureCount) of \(retry.maxAttempts) failures, "
            + "\(state.recoveryCount) of \(retry.maxRecoveries) recoveries, "
            + "\(state.deferralCount) of \(retry.maxDeferrals) deferrals)"
    }

    /// Whether it may be stopped for an interactive mission, and how often it was; nil if it may not.
    private func preemptions(_ envelope: MissionEnvelope, _ state: MissionState) -> String? {
        guard envelope.isPreemptible else { return nil }
        return "to interactive missions (\(state.preemptionCount) times so far)"
    }

    private func attempts(of mission: MissionView, columnCount: Int?) -> String {
        guard !mission.attempts.isEmpty else { return "no attempt yet\n" }
        var table = Table([
            .init("RUN"), .init("LANE"), .init("PID", isRight: true), .init("OUTCOME"),
            .init("REASON"),
            .init("WAITED", isRight: true), .init("START", isRight: true),
            .init("RAN", isRight: true), .init("EXIT"),
            .init("LEFT", isRight: true), .init("SUMMARY"),
        ])
        var queuedAt = mission.state.createdAt
        for attempt in mission.attempts {
            table.add([
                attempt.runID.rawValue, attempt.vpID.rawValue,
                attempt.leader.map { "\($0.pid)" } ?? "",
                attempt.outcome?.rawValue ?? attempt.phase.rawValue, attempt.reason?.rawValue ?? "",
                AgeText.text(attempt.dispatchedAt.since(queuedAt)),
                span(from: attempt.dispatchedAt, to: attempt.startedAt),
                attempt.startedAt.map { span(from: $0, to: attempt.endedAt ?? now) } ?? "",
                exit(attempt.exit), "\(attempt.leftoverProcessCount)", attempt.summary ?? "",
            ])
            queuedAt = attempt.endedAt ?? queuedAt
        }
        return table.text(columnCount: columnCount, style: style)
    }

    /// Every choice of a lane with its reason.
    private func route(of mission: MissionView, columnCount: Int?) -> String {
        var table = Table([
            .init("AGO", isRight: true), .init("LANE"), .init("BY"), .init("BECAUSE"),
            .init("CHOICE"),
        ])
        for step in mission.state.route {
            table.add([
                AgeText.since(step.at, at: now), step.vpID.rawValue, step.actor,
                step.reason?.rawValue ?? "", step.summary,
            ])
        }
        return table.text(columnCount: columnCount, style: style)
    }

    private func names(_ lanes: [LaneID]) -> String {
        lanes.map(\.rawValue).joined(separator: ", ")
    }

    private func span(from start: WallTime, to end: WallTime?) -> String {
        end.map { AgeText.text($0.since(start)) } ?? ""
    }

    private func exit(_ status: ExitStatus?) -> String {
        switch status {
        case .code(let code): "\(code)"
        case .signal(let number): "signal \(number)"
        case .unknown: "unknown"
        case nil: ""
        }
    }
}
