import Protocol

/// How many missions there were, and what became of them.
enum MissionFigures {
    static func all(_ history: LoadHistory, _ scenario: Scenario) -> [LoadFigure] {
        [throughput(history).atLeast(scenario.bounds.throughputMin)]
            + counts(history) + [
                lateness(history).atMost(
                    scenario.classes.deadlineWeight > 0 ? scenario.bounds.latePercentMax : nil
                ),
                failures(history), fallbacks(history), orphans(history.evidence),
            ]
    }

    /// Completed while missions arrived, for each second of that time.
    private static func throughput(_ history: LoadHistory) -> LoadFigure {
        let evidence = history.evidence
        let seconds = evidence.ceasedAt.since(evidence.beganAt).secondCount
        let count = history.missions.count { mission in
            mission.status == .completed && mission.endedAt.map { $0 <= evidence.ceasedAt } ?? false
        }
        return LoadFigure(
            name: "completed a second",
            key: "completed_per_s",
            unit: "/s",
            value: seconds > 0 ? Double(count) / seconds : 0,
            // None in so long a time was measured, too.
            sampleCount: seconds > 0 ? max(count, 1) : 0
        )
    }

    private static func counts(_ history: LoadHistory) -> [LoadFigure] {
        let missions = history.missions
        let undispatchedCount = missions.count { history.attempts(of: $0.missionID).isEmpty }
        return [
            .count("acknowledged", "acknowledged", history.evidence.submissions.count, "missions")
        ]
            + MissionStatus.allCases.compactMap { status -> LoadFigure? in
                let count = missions.count { $0.status == status }
                guard count > 0 || status == .completed else { return nil }
                return .count(status.rawValue, status.rawValue, count, "missions")
            } + [.count("never dispatched", "never_dispatched", undispatchedCount, "missions")]
    }

    /// Deadline missions that ended after their time, of those that have ended.
    private static func lateness(_ history: LoadHistory) -> LoadFigure {
        let ends = history.missions.compactMap { mission -> Bool? in
            guard mission.missionClass == .deadline, let deadlineAt = mission.deadlineAt,
                let endedAt = mission.endedAt
            else { return nil }
            return endedAt > deadlineAt
        }
        return .share("late deadlines", "late", ends.count { $0 }, of: ends.count)
    }

    /// Missions that failed or ran out of time, of those that have ended.
    private static func failures(_ history: LoadHistory) -> LoadFigure {
        let ended = history.missions.filter(\.status.isTerminal)
        let count = ended.count { $0.status == .failed || $0.status == .timedOut }
        return .share("failure rate", "failure", count, of: ended.count)
    }

    /// Missions that fell back to another lane at least once, of those that have ended.
    private static func fallbacks(_ history: LoadHistory) -> LoadFigure {
        let fallen = Set(
            history.evidence.events.filter { $0.type == .missionFallback }.compactMap(\.missionID)
        )
        let ended = history.missions.filter(\.status.isTerminal)
        let count = ended.count { fallen.contains($0.missionID) }
        return .share("fallback rate", "fallback", count, of: ended.count)
    }

    /// Processes that were alive when nothing should have been; none is allowed.
    private static func orphans(_ evidence: Evidence) -> LoadFigure {
        LoadFigure.count("orphans", "orphans", evidence.survivors.count, "processes").atMost(0)
    }
}
