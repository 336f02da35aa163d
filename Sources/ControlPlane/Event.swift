public import Protocol

/// Something that happened outside, as the control plane hears of it.
///
/// Everything about a worker carries the generation it concerns; what is about an older one than
/// the lane's current worker is dropped and counted.
public enum Event: Equatable, Sendable {
    // MARK: Clients
    /// A client sent a well-formed request.
    case requestReceived(ClientRequest)
    /// A client left; nothing is owed to it any more.
    case clientClosed(ClientID)

    // MARK: The process of a worker
    /// Asked by `probeWorker`: this process holds the lane's lock.
    case workerFound(LaneID, Generation, ProcessIdentity)
    /// Asked by `probeWorker`: nobody holds the lane's lock.
    case workerMissing(LaneID)
    /// Asked by `spawnWorker`: the process exists.
    case workerSpawned(LaneID, Generation, ProcessIdentity)
    /// Asked by `spawnWorker`: there is no process.
    case workerSpawnFailed(LaneID, Generation, message: String)
    /// The process is gone.
    case workerExited(LaneID, Generation, ExitStatus)

    // MARK: The connection to a worker
    /// The worker said something.
    case reported(LaneID, Generation, LaneReport)
    /// The connection could not be made, or ended.
    case linkClosed(LaneID, Generation)

    // MARK: What a dead worker left
    /// Asked by `endTrees`: no process of the runs is left.
    case treesGone(LaneID, Generation)
    /// Asked by `endTrees`: this many processes survived SIGKILL for 30 s. `treesGone` may follow.
    case treesNotDead(LaneID, Generation, processCount: Int)
    /// Asked by `takeLock`: the lane's lock is ours.
    case lockTaken(LaneID, Generation)
    /// Asked by `readOutbox`: the results the worker left, ascending by run id.
    case outboxRead(LaneID, Generation, [RunResult])
    /// What `probeWorker`, `endTrees`, `takeLock` or `readOutbox` asked for has failed for 30 s, last
    /// because of this problem; it is tried on.
    case recoveryStalled(LaneID, problem: String)

    // MARK: Incidents
    /// Asked by `captureIncident`: the file is on the disk.
    case incidentCaptured(LaneID, sequence: UInt64)
    /// Asked by `captureIncident`: there is no file.
    case incidentCaptureFailed(LaneID, sequence: UInt64, problem: String)

    // MARK: The host and the operator
    /// Free space of the state folder's file system.
    case diskMeasured(freeMiB: UInt64)
    /// The machine's memory and pressure were measured.
    case hostMeasured(HostFigures)
    /// A configuration was read and is valid.
    case configurationLoaded(Configuration)
    /// SIGTERM or SIGINT. The second one makes every ladder immediate.
    case stopRequested
    /// SIGUSR2: the program on disk is another one.
    case replacementRequested
    /// Time has passed. Comes last in every turn.
    case tick
}
