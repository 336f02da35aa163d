/// Which way a frame goes.
enum Direction {
    /// From the supervisor to a worker.
    case toWorker
    /// From a worker to the supervisor.
    case toSupervisor
}
