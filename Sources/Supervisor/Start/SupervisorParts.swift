import ControlPlane
import Protocol
import System

/// What the supervisor is made of, once everything could be opened.
struct SupervisorParts {
    let paths: InstancePaths
    /// The supervisor's own program file, as it was called when it was started.
    let programPath: String
    let lock: FileLock
    let reactor: Reactor
    let log: EventLog
    let ledger: Ledger
    let server: ControlServer
    let links: LaneLinks
    let workers: WorkerProcesses
    let groups: RunGroups
    let trees: TreeEnder
}
