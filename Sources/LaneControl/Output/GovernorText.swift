import Protocol

/// What the governor would start, as people read it.
struct GovernorText {
    private let style: Style

    init(style: Style) {
        self.style = style
    }

    /// One row a line in which something waits.
    func order(_ lines: [GovernorLine], columnCount: Int?) -> String {
        var table = Table([
            .init("POOL"), .init("LANE"), .init("CLASS"), .init("NEXT"), .init("MISSION"),
            .init("SOURCE"), .init("WAITING", isRight: true), .init("PASSED", isRight: true),
            .init("REASON"), .init("WHY"),
        ])
        for line in lines {
            table.add([
                line.pool ?? "", line.vpID.rawValue, line.missionClass.rawValue,
                line.isNext ? (line.isShare ? "share" : "next") : "", line.missionID.rawValue,
                line.source, "\(line.waitingCount)", "\(line.passedOverCount)",
                line.why.reason.rawValue, line.why.summary,
            ])
        }
        return table.text(columnCount: columnCount, style: style)
    }

    /// One row a mission, those that started first; then one a class.
    func rehearsal(_ rehearsal: Rehearsal, columnCount: Int?) -> String {
        missions(rehearsal.missions, columnCount: columnCount) + "\n"
            + classes(rehearsal.classes, columnCount: columnCount)
    }

    /// The key or the id of a mission, or its place in the workload.
    func name(of mission: RehearsedMission) -> String {
        mission.idempotencyKey ?? mission.missionID?.rawValue ?? "#\(mission.number)"
    }

    private func missions(_ missions: [RehearsedMission], columnCount: Int?) -> String {
        var table = Table([
            .init("START", isRight: true), .init("WAITED", isRight: true), .init("LANE"),
            .init("CLASS"), .init("SOURCE"), .init("MISSION"), .init("REASON"), .init("WHY"),
        ])
        for mission in missions {
            table.add([
                mission.startAtMilliseconds.map(seconds) ?? mission.outcome.rawValue,
                mission.waitedMilliseconds.map(seconds) ?? "", mission.vpID?.rawValue ?? "",
                mission.missionClass.rawValue, mission.source, name(of: mission),
                mission.reason?.rawValue ?? "", mission.summary ?? "",
            ])
        }
        return table.text(columnCount: columnCount, style: style)
    }

    private func classes(_ classes: [RehearsedClass], columnCount: Int?) -> String {
        let outcomes = RehearsedMission.Outcome.allCases.map {
            Table.Column($0.rawValue.uppercased(), isRight: true)
        }
        let waits = ["P50", "P95", "MAX"].map { Table.Column($0, isRight: true) }
        var table = Table([.init("CLASS")] + outcomes + waits)
        for row in classes {
            let times = [row.waitP50Milliseconds, row.waitP95Milliseconds, row.waitMaxMilliseconds]
            table.add(
                [row.missionClass.rawValue] + row.counts.map { "\($0)" }
                    + times.map { $0.map(seconds) ?? "" }
            )
        }
        return table.text(columnCount: columnCount, style: style)
    }

    /// Seconds with three digits after the point.
    private func seconds(_ milliseconds: UInt64) -> String {
        let digits = String(milliseconds % 1_000)
        let zeros = String(repeating: "0", count: 3 - digits.count)
        return "\(milliseconds / 1_000).\(zeros)\(digits)"
    }
}
