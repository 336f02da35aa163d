import Protocol

/// Pools as people read them.
struct PoolText {
    private let now: WallTime
    private let style: Style

    init(now: WallTime, style: Style) {
        self.now = now
        self.style = style
    }

    /// One row a pool.
    func list(_ pools: [PoolView], columnCount: Int?) -> String {
        var table = Table([
            .init("POOL"), .init("STATUS"), .init("UNTIL"), .init("RUNS", isRight: true),
            .init("SLOTS", isRight: true), .init("QUEUED", isRight: true),
            .init("USED", isRight: true), .init("LANES", isRight: true), .init("WHY"),
        ])
        for pool in pools {
            table.add([
                SafeText.line(pool.record.name), status(of: pool),
                pool.record.until?.description ?? "",
                "\(pool.usedSlotCount)/\(pool.grantedSlotCount)", "\(pool.slotCount)",
                "\(pool.queuedCounts.reduce(0, +))",
                pool.record.readings.map(\.usedPermille).max().map { "\($0 / 10)%" } ?? "",
                "\(pool.lanes.count)", pool.why.reason == .ready ? "" : pool.why.summary,
            ])
        }
        return table.text(columnCount: columnCount, style: style)
    }

    /// Everything about one pool.
    func details(_ pool: PoolView) -> String {
        let record = pool.record
        return FieldText.lines(
            [
                ("pool", SafeText.line(record.name)),
                ("status", status(of: pool)),
                ("until", record.until?.description),
                ("why", SafeText.line(pool.why.summary)),
                ("remedy", pool.why.remedy.map(SafeText.line)),
                ("held", record.hold.map(hold)),
                ("probe", record.probe?.rawValue),
                ("slots", "\(pool.slotCount), \(pool.reservedSlotCount) only for interactive"),
                ("granted", "\(pool.grantedSlotCount), \(pool.usedSlotCount) in use"),
                ("refusals", "\(record.throttleCount) since the last success"),
                ("may start", list(pool.openClasses.map(\.rawValue))),
                ("windows", record.readings.isEmpty ? nil : windows(record.readings)),
                ("lanes", list(pool.lanes.map(\.rawValue))),
                ("queued", queued(pool)),
            ],
            style: style
        )
    }

    private func status(of pool: PoolView) -> String {
        let status = pool.record.status.rawValue
        guard pool.record.hold != nil else { return status }
        return pool.record.status == .open ? "held" : "held, \(status)"
    }

    private func hold(_ hold: PoolHold) -> String {
        "\(AgeText.since(hold.at, at: now)) ago by \(SafeText.line(hold.actor))"
            + " (\(hold.reason.rawValue)): \(SafeText.line(hold.note))"
    }

    private func windows(_ readings: [PoolReading]) -> String {
        readings.map { reading in
            let name = reading.model.map { "\(reading.window)/\($0)" } ?? reading.window
            return "\(SafeText.line(name)) \(reading.usedPermille / 10)%"
                + " (\(reading.ownPermille / 10)% by the pool)"
                + (reading.isBinding ? " (binding)" : "")
                + (reading.resetAt.map { " until \($0)" } ?? "")
        }.joined(separator: ", ")
    }

    private func queued(_ pool: PoolView) -> String {
        zip(MissionClass.allCases, pool.queuedCounts)
            .map { "\($1) \($0.rawValue)" }.joined(separator: ", ")
    }

    private func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: " ")
    }
}
