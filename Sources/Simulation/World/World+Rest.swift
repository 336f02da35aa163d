import ControlPlane
import DataStructures
import Protocol

/// What must be so when nothing goes wrong any more.
extension World {
    /// Nil if everything is at rest, else the first thing that is not.
    func unrest() -> String? {
        guard supervisor.isAlive else { return "there is no supervisor" }
        if !clients.unsent.isEmpty { return "\(clients.unsent.count) submits have no answer" }
        if let number = clients.requests.firstIndex(where: { $0 != nil }) {
            return "request \(number) has no answer"
        }
        for (_, id) in ledger.open {
            if let unrest = unrest(of: id) { return unrest }
        }
        for site in sites {
            if let unrest = unrest(of: site) { return unrest }
        }
        for (name, pool) in ledger.pools where scenario.configuration.pools[name] != nil {
            guard pool.until == nil, pool.probe == nil, pool.readings.isEmpty else {
                return "pool \(name) is \(pool.status.rawValue) or has readings that expire"
            }
        }
        for run in runs where run.processCount > 0 { return "\(run.id) is alive" }
        return nil
    }

    private func unrest(of id: MissionID) -> String? {
        guard let mission = ledger.missions[id] else { return nil }
        let status = mission.state.status
        if mission.envelope.deadlineAt != nil, !mission.state.isLate {
            return "mission \(id) has its deadline before it"
        }
        if mission.envelope.isCopy, status == .queued, mayWaitForEver(mission) { return nil }
        if status == .blocked, mission.state.reason == .deferralsExhausted { return nil }
        if status == .queued, !waitReasons(of: mission).isEmpty { return nil }
        return "mission \(id) is \(status.rawValue) on lane \(mission.state.assignedVPID)"
    }

    /// Why a queued mission may wait for ever; empty if it may not.
    private func waitReasons(of mission: SimulatedLedger.Mission) -> [ReasonCode] {
        guard let lane = ledger.lanes[mission.state.assignedVPID] else { return [] }
        if mission.envelope.isCopy { return mayWaitForEver(mission) ? [.shadowWaits] : [] }
        if mission.state.hold != nil { return [.missionHeld] }
        if mission.state.isLeaving { return [.fallbackWaits] }
        if lane.status != .retired, !lane.rollout.rollout.admits(mission.envelope) {
            return [.rolloutClosed]
        }
        var reasons: [ReasonCode] = []
        if ledger.estop != nil { reasons.append(.emergencyStop) }
        if lane.status == .retired { reasons.append(.laneRemoved) }
        if lane.degradedCause == .parked { reasons.append(.laneParked) }
        if lane.admission == .drained { reasons.append(.laneDrained) }
        if let pool = scenario.configuration.lanes[mission.state.assignedVPID]?.pool,
            ledger.pools[pool]?.hold != nil
        {
            reasons.append(.poolHeld)
        }
        if lane.isPaused { reasons.append(.lanePaused) }
        if lane.dayUsage.isSpent { reasons.append(.laneBudget) }
        return reasons
    }

    private func unrest(of site: LaneSite) -> String? {
        guard let record = ledger.lanes[site.id] else { return nil }
        if let entry = site.outbox.first {
            return "the result of \(entry.key) is in the outbox of lane \(site.id)"
        }
        if let sequence = record.rollback.pendingCaptures.first {
            return "the snapshot of event \(sequence) of lane \(site.id) is not written"
        }
        if record.admission == .draining { return "lane \(site.id) is draining" }
        // A day that ends soon changes what rests.
        for usage in [record.dayUsage, record.shadowUsage]
        where usage.isSpent && endOfDay(of: usage) < .seconds(600) {
            return "lane \(site.id) waits for the end of its day"
        }
        let isUp = livingWorker(of: site.id) != nil
        switch record.status {
        case .idle, .active, .paused:
            let isWanted = record.admission == .open
            return isUp == isWanted ? nil : "lane \(site.id) has \(isUp ? "a" : "no") worker"
        case .degraded:
            // A lane that was ejected waits for a mission that shows whether it is well.
            if record.degradedCause == .ejected, record.health.state == .probing { return nil }
            return record.degradedCause == .parked ? nil : "lane \(site.id) is degraded"
        case .retired:
            return isUp ? "lane \(site.id) is retired and has a worker" : nil
        case .recovering:
            return "lane \(site.id) is recovering"
        }
    }

    /// How long it is until the figures of a lane are those of a day that is over.
    private func endOfDay(of figures: LaneDayUsage) -> Interval {
        let end = (Int64(figures.day) + 1) * 86_400_000_000_000
        return WallTime(nanoseconds: end).since(now.wall)
    }

    /// Asks of every mission that waits why it does.
    mutating func askWhyOfWaiting() {
        for (_, id) in ledger.open { send(.missionWhy(id)) }
    }

    /// At rest, the answer must be the reason.
    mutating func checkWhy(_ answer: WhyAnswer, _ request: ClientBoard.Request) {
        guard isQuiet, case .missionWhy(let id) = request.command,
            let mission = ledger.missions[id]
        else { return }
        let expected =
            mission.state.status == .blocked
            ? [ReasonCode.deferralsExhausted] : waitReasons(of: mission)
        guard !expected.contains(answer.reason) else { return }
        violate(
            "why says why",
            "mission \(id) waits for \(answer.reason.rawValue),"
                + " not \(expected.map(\.rawValue).joined(separator: " or "))"
        )
    }
}
