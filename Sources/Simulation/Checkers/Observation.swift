import ControlPlane
import Protocol

/// One fact of a history, as the checkers see it: what was written, asked and done, never what
/// somebody believes.
enum Observation {
    /// A supervisor starts.
    case supervisorStarted
    /// This configuration is in force from here on.
    case configured(Configuration)
    /// A turn begins at this time.
    case turnBegan(Instant)
    /// These writes become durable, in one transaction.
    case committed([LedgerWrite])
    /// An effect is carried out.
    case performed(Effect)
    /// A submit was acknowledged to its client.
    case acknowledged(MissionEnvelope, MissionID)
    /// The supervisor ended by itself.
    case exited

    /// A worker process exists.
    case workerStarted(LaneID, Generation)
    /// It is gone.
    case workerEnded(LaneID, Generation)
    /// The leader of a run exists.
    case runStarted(RunID, MissionID, LaneID, MissionClass)
    /// The runtime has done its work.
    case workDone(RunID)
    /// Processes of the run survived SIGKILL past all patience, and that was told.
    case survivorsTold(RunID)
    /// The last process of the run is gone.
    case runEnded(RunID)
    /// The worker has dealt with the order to stop a run.
    case stopDelivered(RunID)
    /// The result of a run is on its way to the disk, for the first or a later time.
    case resultMade(RunID)
    /// A result is durable in a lane's outbox.
    case resultDurable(LaneID, RunResult)
    /// It is not there any more.
    case resultDeleted(LaneID, RunID)
}
