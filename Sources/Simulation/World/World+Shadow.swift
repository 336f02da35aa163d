import ControlPlane
import DataStructures
import Protocol

/// What people do about copies of missions, where a seed has them.
extension World {
    /// The open copies, oldest first.
    private var openCopies: [MissionID] {
        ledger.open.map(\.value).filter { isCopy($0) }
    }

    /// A copy whose run sends the next submit; nil for most submits.
    mutating func drawParent() -> MissionID? {
        guard scenario.hasShadow, ownChance.chance(percent: 5) else { return nil }
        let running = openCopies.filter { isRunning($0) }
        return running.isEmpty ? nil : ownChance.pick(from: running)
    }

    /// True if a mission has an open attempt.
    func isRunning(_ id: MissionID?) -> Bool {
        id.flatMap { ledger.missions[$0]?.openRun } != nil
    }

    /// A mission that a new one repeats, which is a copy; nil for most.
    mutating func drawRepeated() -> MissionID? {
        guard ownChance.chance(percent: 3) else { return nil }
        let copies = ledger.missionIDs.suffix(50).filter { isCopy($0) }
        return copies.isEmpty ? nil : ownChance.pick(from: copies)
    }

    /// The copies that a submit wants to repeat, as the ledger knows.
    func repeatedCopies(_ command: ControlCommand) -> [MissionID] {
        guard case .missionSubmit(let envelopes, _) = command else { return [] }
        return envelopes.compactMap(\.retryOf).filter { isCopy($0) }
    }

    private func isCopy(_ id: MissionID) -> Bool { ledger.missions[id]?.envelope.isCopy == true }

    /// A client asks about a copy, or wants something with it.
    mutating func askOfCopy() {
        let copies = openCopies
        guard !copies.isEmpty else { return }
        let id = ownChance.pick(from: copies)
        let options = Self.options(isForced: ownChance.chance(percent: 30))
        switch ownChance.next(below: 10) {
        case 0..<2: send(.missionCancel(id, options))
        case 2: send(.missionRequeue(id, options))
        case 3: send(.missionHold(id, options))
        case 4: send(.missionRelease(id, options))
        case 5: send(.missionMove(id, to: ownChance.pick(from: scenario.laneIDs), options))
        case 6:
            let resolution = ownChance.pick(from: MissionResolution.allCases)
            send(.missionResolve(id, as: resolution, options))
        case 7:
            let timeout = ownChance.next(in: 1...20_000)
            send(.missionWait(id, timeoutMilliseconds: timeout))
        case 8: send(.missionGet(id))
        default: send(.missionWhy(id))
        }
    }

    /// An operator changes which lanes take copies.
    mutating func changeShadow(_ options: OperatorOptions) {
        let lane = ownChance.pick(from: scenario.laneIDs)
        switch ownChance.next(below: 10) {
        case 0..<4: send(.laneRollout(lane, .set(.shadow), options))
        case 4..<6:
            let settings: [RolloutSetting] = [.configured, .configured, .set(.on), .set(.off)]
            send(.laneRollout(lane, ownChance.pick(from: settings), options))
        case 6: changeSideEffects(of: lane)
        case 7: changeShadowBudget(of: lane)
        default: changeConfiguredShadow(of: lane)
        }
    }

    /// Where lanes are tried out, one that is out of use for its failures is often given up.
    mutating func giveUpEjectedLane() {
        let ejected = scenario.laneIDs.first { id in
            ledger.lanes[id]?.health.state == .ejected && configurationOnDisk.lanes[id] != nil
                && configurationOnDisk.supervisor.coderLane != id
        }
        guard let ejected, ownChance.chance(percent: 30) else { return }
        coverage.hit(.laneRemoved)
        configurationOnDisk.lanes[ejected] = nil
        send(.configReload)
    }

    // MARK: Configuration

    private mutating func changeSideEffects(of lane: LaneID) {
        guard let name = configurationOnDisk.lanes[lane]?.profile else { return }
        let sideEffects = Scenario.sideEffects(from: &ownChance)
        configurationOnDisk.profiles[name]?.sideEffects = sideEffects
        keepShadowValid()
        send(.configReload)
    }

    private mutating func changeShadowBudget(of lane: LaneID) {
        guard let drawn = scenario.configuration.lanes[lane]?.shadowBudget else { return }
        let budget = ownChance.chance(percent: 50) ? Budget() : drawn
        configurationOnDisk.lanes[lane]?.shadowBudget = budget
        send(.configReload)
    }

    private mutating func changeConfiguredShadow(of lane: LaneID) {
        let rollout = ownChance.chance(percent: 70) ? Rollout.shadow : nil
        configurationOnDisk.lanes[lane]?.rollout = rollout
        keepShadowValid()
        send(.configReload)
    }

    /// No lane is configured to take copies whose profile does not promise that they do no harm.
    mutating func keepShadowValid() {
        for id in scenario.laneIDs {
            guard let policy = configurationOnDisk.lanes[id],
                configurationOnDisk.profiles[policy.profile]?.sideEffects != SideEffects.none
            else { continue }
            if policy.rollout == .shadow { configurationOnDisk.lanes[id]?.rollout = nil }
            if configurationOnDisk.supervisor.coderLane == id {
                configurationOnDisk.switches.asksForShadow = false
            }
        }
    }

    // MARK: Rest

    /// True if a copy may wait for ever, as things are at rest.
    func mayWaitForEver(_ copy: SimulatedLedger.Mission) -> Bool {
        let id = copy.state.assignedVPID
        guard let lane = ledger.lanes[id] else { return false }
        if lane.isPaused || lane.degradedCause != nil || lane.health.state != .healthy
            || lane.dayUsage.isSpent || lane.shadowUsage.isSpent
        {
            return true
        }
        let pool = configurationOnDisk.lanes[id]?.pool
        if let record = pool.flatMap({ ledger.pools[$0] }),
            record.status != .open || record.hold != nil || record.slotLimit != nil
        {
            return true
        }
        // Whatever is ready in its group goes before it.
        return ledger.open.contains { entry in
            guard let mission = ledger.missions[entry.value], !mission.envelope.isCopy,
                mission.state.status == .queued, mission.state.hold == nil,
                !mission.state.isLeaving
            else { return false }
            let other = mission.state.assignedVPID
            return other == id || (pool != nil && configurationOnDisk.lanes[other]?.pool == pool)
        }
    }
}
