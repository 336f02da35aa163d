import DataStructures
package import Protocol

extension ControlPlane {
    /// Where a lane's worker is believed to be, for the simulation's table of cells; nil for a lane
    /// that is not known.
    package func workerState(of lane: LaneID) -> WorkerMachine.State? {
        lanes[lane]?.worker.state
    }
}
