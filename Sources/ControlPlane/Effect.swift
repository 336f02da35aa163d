public import Protocol

/// Something that must now be done, as data.
///
/// None is done before every `write` of its turn is durable, and they are done in order.
public enum Effect: Equatable, Sendable {
    /// Belongs to the turn's transaction.
    case write(LedgerWrite)

    // MARK: Clients
    /// Answers a request.
    case reply(ClientID, RequestID, ControlReply)
    /// Answers a request from what is in the ledger now.
    case answer(ClientID, RequestID, Query)

    // MARK: The process of a worker
    /// Finds out who holds the lane's lock: `workerFound` or `workerMissing` follows.
    case probeWorker(LaneID)
    /// Starts a worker, which inherits the lane's lock: `workerSpawned` or `workerSpawnFailed`
    /// follows, and some time `workerExited`.
    case spawnWorker(LaneID, Generation)
    /// Sends SIGKILL to the worker's process. `workerExited` follows.
    case killWorker(LaneID, Generation)
    /// Connects to the worker and sends `lane.hello`: a report or `linkClosed` follows.
    case connectWorker(LaneID, Generation, Epoch)
    /// Sends a command on the worker's connection; dropped if there is none.
    case send(LaneID, Generation, LaneCommand)
    /// Sends `lane.start_mission`, with the mission's envelope from the ledger.
    case startRun(LaneID, Generation, StartOrder)

    // MARK: What a dead worker left
    /// Ends every process of these runs: `treesGone` follows, perhaps after `treesNotDead`.
    case endTrees(LaneID, Generation, [RunRemains])
    /// Takes the lane's lock, which the dead worker has freed: `lockTaken` follows.
    case takeLock(LaneID, Generation)
    /// Reads the results that the dead worker left: `outboxRead` follows.
    case readOutbox(LaneID, Generation)
    /// Deletes the outbox entry of a result that was read so, and is in the ledger now.
    case deleteOutboxEntry(LaneID, RunID, ResultDisposition)
    /// Lets go of the lane's lock, because no worker follows.
    case releaseLock(LaneID)

    // MARK: Incidents
    /// Writes the snapshot of a lane whose rollback trigger tripped, as the event of this number says;
    /// keeps the file if it is there already. `incidentCaptured` or `incidentCaptureFailed` follows.
    case captureIncident(LaneID, sequence: UInt64)

    // MARK: The supervisor itself
    /// Tells the service manager, and who asks, how far the supervisor has come.
    case announce(SupervisorPhase)
    /// Reads and validates the configuration file, and answers the client; if it is valid,
    /// `configurationLoaded` follows.
    case reloadConfiguration(ClientID?, RequestID?)
    /// Replaces the program by the one on disk and answers the client; if that cannot be executed,
    /// nothing changes and the answer says why.
    case replaceProgram(ClientID?, RequestID?)
    /// Ends the program.
    case exit(ExitCode)
}
