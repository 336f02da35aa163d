import DataStructures
public import Protocol

extension ControlPlane {
    /// A lane as clients see it; nil if there is none of this name.
    public func view(of id: LaneID, at now: Instant) -> LaneView? {
        guard let lane = lanes[id], let why = explain(id, at: now) else { return nil }
        var view = LaneView(record: lane.record, profile: lane.policy.profile, why: why)
        view.record.status = lane.status
        view.record.degradedCause = lane.degradedCause
        view.record.admission = lane.gate.admission
        view.record.dayUsage = lane.dayUsage(at: now.wall)
        view.dayBudget = lane.policy.dayBudget
        view.record.shadowUsage = lane.shadowUsage(at: now.wall)
        view.shadowBudget = lane.policy.shadowBudget
        view.copyCount = lane.shadows.count
        view.slotCount = lane.policy.slotCount
        view.reservedSlotCount = lane.policy.reservedSlotCount
        view.runs = Array(lane.runs.keys)
        view.queuedCounts = MissionClass.allCases.map { lane.queue.count(of: $0) }
        view.heldCount = lane.heldCount
        view.restartCount = lane.worker.lossCount
        view.readySeconds = lane.worker.readySince.map { now.boot.since($0).wholeSeconds }
        view.orphanCount = lane.survivorCount
        return view
    }

    /// Every lane, in the order of the names.
    public func laneViews(at now: Instant) -> [LaneView] {
        lanes.keys.compactMap { view(of: $0, at: now) }
    }

    /// What of the status the control plane knows; the shell adds what concerns the process.
    public func status(at now: Instant) -> SupervisorStatus {
        var status = SupervisorStatus()
        status.epoch = epoch
        status.phase = phase.rawValue
        status.uptimeSeconds = now.boot.since(startedAt).wholeSeconds
        status.lanes = laneViews(at: now)
        status.estop = estop
        status.freeMiB = freeMiB
        status.minFreeMiB = configuration.supervisor.minFreeMiB
        status.availableMiB = host.figures.availableKiB.map { $0 / 1024 }
        status.minAvailableMiB = configuration.supervisor.host.minAvailableMiB
        status.memoryPressurePercent = host.figures.memoryPressurePercent
        status.cpuPressurePercent = host.figures.cpuPressurePercent
        status.lastEventSequence = lastEventSequence
        return status
    }

    /// What a worker that holds this lane's lock is launched with.
    public func profile(of id: LaneID) -> RuntimeProfile? {
        lanes[id]?.profile
    }
}
