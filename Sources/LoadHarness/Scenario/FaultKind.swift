/// What is done to an instance while it works.
enum FaultKind: String, CaseIterable, Hashable, Sendable {
    /// SIGKILL to the worker of a lane.
    case killWorker = "kill_worker"
    /// SIGTERM to it.
    case terminateWorker = "terminate_worker"
    /// SIGSTOP to it for a while.
    case stopWorker = "stop_worker"
    /// SIGKILL to the supervisor, which is started again.
    case killSupervisor = "kill_supervisor"
    /// SIGTERM to the supervisor, which is started again once it has ended.
    case terminateSupervisor = "terminate_supervisor"
    /// SIGSTOP to it for a while.
    case stopSupervisor = "stop_supervisor"
    /// SIGKILL to a worker and the supervisor at once: nobody is left who saw either die.
    case killBoth = "kill_both"
    /// SIGKILL to the leader of a run.
    case killRun = "kill_run"
    /// The file system of the state folder, a small tmpfs, is full for a while.
    case fillDisk = "fill_disk"
    /// The supervisor is started again with a low limit of open descriptors, and later without.
    case limitDescriptors = "limit_descriptors"
    /// The control socket's file is removed.
    case removeSocket = "remove_socket"
    /// A client subscribes to everything and does not read.
    case slowReader = "slow_reader"
    /// `lane drain`, and `undrain` after a while.
    case drainLane = "drain_lane"
    /// `lane reroute` to another lane, ended after a while.
    case rerouteLane = "reroute_lane"
    /// Runs of a pool hear that its entitlement is used up, until a reset that comes after a while.
    case exhaustPool = "exhaust_pool"
    /// The runs of a pool hear 429 for a while.
    case throttlePool = "throttle_pool"
}
