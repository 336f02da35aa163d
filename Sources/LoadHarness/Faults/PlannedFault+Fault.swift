import Protocol
import System

extension PlannedFault {
    /// What carries it out on an instance.
    func fault(on instance: some LoadTarget) -> any Fault {
        guard instance.isOwn else {
            return ImpossibleFault(kind.rawValue, because: "the instance is somebody else's")
        }
        guard let lane = instance.lane(lane) else {
            return ImpossibleFault("lane \(lane)", because: "there are fewer lanes")
        }
        return fault(on: lane, of: instance)
    }

    private func fault(on lane: Quotas.Lane, of instance: some LoadTarget) -> any Fault {
        switch kind {
        case .killWorker: WorkerSignal(lane.id, .kill)
        case .terminateWorker: WorkerSignal(lane.id, .terminate)
        case .stopWorker: Suspension(of: lane.id)
        case .killSupervisor: SupervisorSignal(.kill)
        case .terminateSupervisor: SupervisorSignal(.terminate)
        case .stopSupervisor: Suspension(of: nil)
        case .killBoth: DoubleKill(lane.id)
        case .killRun: RunKill(lane.id)
        case .fillDisk: FullDisk()
        case .limitDescriptors: FewDescriptors()
        case .removeSocket: SocketRemoval()
        case .slowReader: SlowReader()
        case .drainLane: LaneOrder(drain: lane.id)
        case .rerouteLane: reroute(of: lane.id, on: instance)
        case .exhaustPool: storm(on: lane, .exhausted(for: lastsFor))
        case .throttlePool: storm(on: lane, .throttled)
        }
    }

    private func reroute(of lane: LaneID, on instance: some LoadTarget) -> any Fault {
        guard let other = instance.lane(otherLane), other.id != lane else {
            return ImpossibleFault(lane.rawValue, because: "there is no other lane")
        }
        return LaneOrder(reroute: lane, to: other.id)
    }

    private func storm(on lane: Quotas.Lane, _ storm: PoolStorm.Kind) -> any Fault {
        guard let pool = lane.pool else {
            return ImpossibleFault(lane.id.rawValue, because: "it shares no pool")
        }
        return PoolStorm(pool, storm)
    }
}
