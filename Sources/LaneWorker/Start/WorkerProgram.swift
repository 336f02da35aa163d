import LaneCore
import Protocol
import System

/// The program from its arguments to its exit code.
///
/// # A lane worker
/// One process serves one lane. It listens on the lane's socket for the supervisor, which calls;
/// holds the lane's lock, so that it is alone; and runs missions, each in a process tree of its own.
/// All decisions are `LaneCore`'s. Here are the sockets, processes and files.
///
/// ```
///   supervisor ──lane.sock──► SupervisorConnection ─┐                  ┌─► SupervisorConnection
///   runtime ──stdout, fd 3──► RunProcess ───────────┼─► LaneCore ──────┼─► RunProcess, RunLauncher
///   kernel ──pidfd, signals─► Daemon ───────────────┘   (one turn)     └─► OutboxFolder
/// ```
///
/// # The turn
/// One thread, one epoll set: collect what is ready (bounded for each source), hand it to the core
/// in order, let it see the time, perform its effects in order. What an effect finds out (a process
/// exists, a result is durable) is an event of the next turn, which then does not wait.
///
/// # A run
/// Its leader starts in its own session, with the lane's workspace as its folder, an environment by
/// allow-list, a pipe for its output, and descriptor 3 for its reports. It gets SIGKILL when the
/// worker dies; whatever else is in its tree is found by the supervisor then. While the worker lives
/// it is the sub-reaper of every orphan. With `--cgroup` the tree is a control group.
///
/// A shadow copy of a mission (`LANE_SHADOW=1`) works in a copy of the workspace, in the lane's folder
/// `shadow`. Its leader is this program as `lane-worker copy-workspace`, which copies and then becomes
/// the runtime: so the loop never waits for a copy. When the tree is gone the copy is removed, a part
/// a turn; what a worker leaves of that its successor removes.
///
/// The log takes the first `log_byte_count_max` bytes and a mark where it was cut; how many were
/// cut is in the result. A pipe that somebody keeps open delays nothing: when the tree is gone,
/// what is readable is read, and the pipe is closed.
///
/// # Failures
/// - The supervisor goes: runs go on, results wait in the outbox.
/// - The socket's file goes: it is bound again within `Daemon.socketCheckInterval`.
/// - The disk is full: log bytes are counted as dropped, results are written again until they are
///   durable, a start fails with scope `host`.
/// - SIGTERM: nothing new is taken, runs are not touched, and the worker exits when nothing runs
///   and every result is acknowledged, or nobody is there to acknowledge. SIGHUP and SIGINT are
///   ignored: a key pressed at a supervisor's terminal must not end the lanes.
///
/// # Points to die at
/// `LANEKEEPER_CRASH_AT` knows: `worker.beforeHelloAnswer`, `worker.beforeFork` (folder and files
/// are there), `worker.afterFork` (the process exists, nobody has heard of it), `worker.afterExec`
/// (the supervisor has), `worker.outboxWritten` (durable under its temporary name),
/// `worker.outboxRenamed`, `worker.resultSent`, `worker.beforeAcknowledge`.
enum WorkerProgram {
    /// Runs the program.
    ///
    /// - Parameter arguments: What follows the program's name.
    /// - Returns: The exit code.
    static func run(_ arguments: [String]) -> Int32 {
        if arguments.first == WorkspaceCopyProgram.word {
            return WorkspaceCopyProgram.run(arguments.dropFirst())
        }
        do throws(UsageError) {
            switch try WorkerOptions.parse(arguments) {
            case .help: return say(WorkerOptions.help)
            case .version: return say("lane-worker \(Version.text)\n")
            case .run(let options): return serve(options)
            }
        } catch {
            complain(error.description)
            return ExitCode.usage.rawValue
        }
    }

    private static func serve(_ options: WorkerOptions) -> Int32 {
        let folders = LaneFolders(root: options.stateFolder)
        do throws(LaneLock.Failure) {
            let lock = try lock(options, in: folders)
            return serve(options, in: folders, holding: lock)
        } catch {
            switch error {
            case .held(let holder):
                let words = holder.isEmpty ? "another process" : holder
                complain("lane-worker: lane \"\(options.vpID)\" is held by \(words)\n")
                return ExitCode.conflict.rawValue
            case .system(let error):
                complain("lane-worker: \(error)\n")
                return ExitCode.internalFailure.rawValue
            }
        }
    }

    private static func lock(
        _ options: WorkerOptions,
        in folders: LaneFolders
    ) throws(LaneLock.Failure) -> FileLock {
        CurrentProcess.setFileModeMask(0o077)
        // An inherited lock is adopted before anything else is opened or started.
        if options.lockDescriptor == nil {
            do throws(SystemError) {
                try folders.createRoot()
            } catch {
                throw .system(error)
            }
        }
        return try LaneLock.take(options, at: folders.lock)
    }

    private static func serve(
        _ options: WorkerOptions,
        in folders: LaneFolders,
        holding lock: FileLock
    ) -> Int32 {
        // The lock is free once this returns, so the daemon must be gone by then.
        defer { withExtendedLifetime(lock) {} }
        do throws(SystemError) {
            let daemon = try Daemon(options, in: folders)
            return try daemon.run().rawValue
        } catch {
            complain("lane-worker: \(error)\n")
            return ExitCode.internalFailure.rawValue
        }
    }

    private static func say(_ text: String) -> Int32 {
        do throws(SystemError) {
            try StandardStreams.writeOutput(text)
            return ExitCode.done.rawValue
        } catch {
            return ExitCode.internalFailure.rawValue
        }
    }

    private static func complain(_ text: String) {
        // Best effort: with standard error gone the exit code is all there is.
        try? StandardStreams.writeError(text)
    }
}
