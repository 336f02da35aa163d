/// Something that is going to happen in the simulated world; the numbers are places in its tables.
enum Action {
    // MARK: The supervisor
    /// A turn; skipped unless the token is the last one given.
    case supervisorTurn(token: UInt64)
    /// The program is started.
    case supervisorStart
    /// An event comes to the supervisor's shell.
    case arrival(parcel: Int)
    /// The processes of a dead worker's runs are looked for and killed.
    case treesEnd(parcel: Int)

    // MARK: Workers
    /// A worker has come so far that it listens.
    case workerListens(worker: Int)
    /// A turn; skipped unless the token is the last one given.
    case workerTurn(worker: Int, token: UInt64)
    /// A worker dies of SIGKILL.
    case workerDies(worker: Int)
    /// A worker dies by itself.
    case workerStumbles(worker: Int)
    /// A stopped worker goes on.
    case workerContinues(worker: Int)

    // MARK: Links
    /// A part of the first frame on the way to a worker arrives.
    case delivery(link: Int, Direction)
    /// A worker reads the end of a connection.
    case linkEnds(link: Int)

    // MARK: Runs
    /// A launch has succeeded or failed.
    case launch(run: Int)
    /// A runtime takes its next step.
    case runtimeStep(run: Int)
    /// The leader dies of SIGTERM.
    case leaderTerminates(run: Int)
    /// Whatever survived SIGKILL is gone.
    case survivorsDie(run: Int)
    /// A check of a run ends.
    case checkEnds(run: Int, index: Int)

    // MARK: People
    /// A client does something.
    case clientActs
    /// An operator does something.
    case operatorActs
    /// A request arrives at the control socket.
    case requestArrives(request: Int)
    /// Something goes wrong.
    case faultStrikes
    /// Nothing happens: somebody has waited for this time.
    case nothing

    /// A number for the trace hash.
    var code: UInt64 {
        switch self {
        case .supervisorTurn: 1
        case .supervisorStart: 2
        case .arrival(let parcel): 3 | UInt64(parcel) << 8
        case .treesEnd(let parcel): 4 | UInt64(parcel) << 8
        case .workerListens(let worker): 5 | UInt64(worker) << 8
        case .workerTurn(let worker, _): 6 | UInt64(worker) << 8
        case .workerDies(let worker): 7 | UInt64(worker) << 8
        case .workerContinues(let worker): 8 | UInt64(worker) << 8
        case .delivery(let link, .toWorker): 9 | UInt64(link) << 8
        case .delivery(let link, .toSupervisor): 10 | UInt64(link) << 8
        case .workerStumbles(let worker): 11 | UInt64(worker) << 8
        case .linkEnds(let link): 12 | UInt64(link) << 8
        case .launch(let run): 13 | UInt64(run) << 8
        case .runtimeStep(let run): 14 | UInt64(run) << 8
        case .leaderTerminates(let run): 15 | UInt64(run) << 8
        case .survivorsDie(let run): 16 | UInt64(run) << 8
        case .checkEnds(let run, let index): 17 | UInt64(run) << 8 | UInt64(index) << 40
        case .clientActs: 18
        case .operatorActs: 19
        case .requestArrives(let request): 20 | UInt64(request) << 8
        case .faultStrikes: 21
        case .nothing: 22
        }
    }
}
