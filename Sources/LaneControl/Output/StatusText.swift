import Protocol

/// The supervisor's status as people read it.
struct StatusText {
    private let now: WallTime
    private let style: Style

    init(now: WallTime, style: Style) {
        self.now = now
        self.style = style
    }

    /// One page: the supervisor, its missions by status, its lanes.
    func page(_ status: SupervisorStatus, columnCount: Int?) -> String {
        summary(status) + "\n"
            + LaneText(now: now, style: style).list(status.lanes, columnCount: columnCount)
    }

    /// The supervisor without its lanes.
    func summary(_ status: SupervisorStatus) -> String {
        let head =
            "\(status.version), \(status.phase), pid \(status.pid), "
            + "epoch \(status.epoch), up \(AgeText.text(seconds: status.uptimeSeconds))"
        var fields: [(String, String?)] = [
            ("all work", status.estop.map(stopped)),
            ("lanekeeper", head),
            ("missions", missions(status) + "; of the last day: " + ended(status)),
            ("configuration", SafeText.line(status.configuration)),
        ]
        fields += status.configurationProblems.map { ("problem", SafeText.line($0)) }
        fields += [
            ("ledger", SafeText.line(status.ledgerPath)),
            ("disk", status.freeMiB.map { "\($0) MiB free" } ?? "not measured yet"),
            ("memory", memory(status)),
            ("last event", "\(status.lastEventSequence)"),
        ]
        return FieldText.lines(fields, style: style)
    }

    private func memory(_ status: SupervisorStatus) -> String {
        let parts = [
            status.availableMiB.map { "\($0) MiB available" },
            status.memoryPressurePercent.map { "\($0) % of the time something waits for it" },
            status.cpuPressurePercent.map { "\($0) % for a processor" },
        ]
        let known = parts.compactMap(\.self)
        return known.isEmpty ? "unknown" : known.joined(separator: ", ")
    }

    private func stopped(_ change: OperatorChange) -> String {
        style.paint("stopped") + " \(AgeText.since(change.at, at: now)) ago by"
            + " \(SafeText.line(change.actor)): \(SafeText.line(change.reason))"
            + " (lanectl supervisor thaw)"
    }

    private func missions(_ status: SupervisorStatus) -> String {
        counts(status) { !$0.isTerminal }
    }

    private func ended(_ status: SupervisorStatus) -> String {
        counts(status) { $0.isTerminal }
    }

    private func counts(
        _ status: SupervisorStatus,
        where isWanted: (MissionStatus) -> Bool
    ) -> String {
        zip(MissionStatus.allCases, status.missionCounts).filter { isWanted($0.0) }
            .map { "\($1) \($0.rawValue)" }.joined(separator: ", ")
    }
}
