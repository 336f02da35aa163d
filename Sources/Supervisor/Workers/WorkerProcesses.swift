import ControlPlane
import Protocol
import System

/// The worker processes: starts, finds, watches and kills them, and holds the lanes' locks while
/// no worker does.
final class WorkerProcesses {
    private struct Worker {
        var generation: Generation
        var handle: ProcessHandle
        var registration: Registration?
    }

    private struct LockWait {
        var generation: Generation
        var retry: RecoveryRetry
    }

    private let reactor: Reactor
    private let paths: InstancePaths
    private let log: EventLog
    private let groups: RunGroups
    private var workers: [LaneID: Worker] = [:]
    private var locks: [LaneID: FileLock] = [:]
    /// Lanes whose lock could not be taken yet, mostly because a process that was seen to end
    /// still holds it.
    private var lockWaits: [LaneID: LockWait] = [:]
    /// What `receive` hands over.
    private var news: [Event] = []
    /// Lanes of which it could not be found out yet who holds their lock.
    private var probeRetries: [LaneID: RecoveryRetry] = [:]
    /// The supervisor's own program, beside which the worker program lies unless the policy says
    /// otherwise.
    private let ownProgram: String
    /// What the next workers are started by; those that run keep what they have.
    var policy: SupervisorPolicy {
        didSet { groups.isEnabled = policy.usesControlGroups }
    }
    /// The limit of open files that workers start with; nil for the supervisor's own.
    var descriptorLimit: Int64?

    init(
        _ paths: InstancePaths,
        beside ownProgram: String,
        _ policy: SupervisorPolicy,
        groups: RunGroups,
        reactor: Reactor,
        log: EventLog
    ) {
        self.paths = paths
        self.ownProgram = ownProgram
        self.policy = policy
        self.groups = groups
        self.reactor = reactor
        self.log = log
    }

    /// The worker program.
    var program: String {
        if !policy.workerPath.isEmpty { return policy.workerPath }
        let folder = ownProgram.lastIndex(of: "/").map { ownProgram[..<$0] } ?? ""
        return "\(folder)/lane-worker"
    }

    /// True if `receive` has something to hand over at once.
    var hasNews: Bool { !news.isEmpty }

    /// When to look at a lock again; nil if none is waited for.
    var nextDeadline: MonotonicTime? {
        let times = lockWaits.values.map(\.retry.nextAt) + probeRetries.values.map(\.nextAt)
        return times.min()
    }

    /// The process of a lane's worker, if there is one.
    func identity(of lane: LaneID) -> ProcessIdentity? { workers[lane]?.handle.identity }

    // MARK: Finding

    /// Finds out who holds a lane's lock; the answer comes by `receive`.
    func probe(_ lane: LaneID) {
        probe(lane, at: Clock.bootTime())
    }

    private func probe(_ lane: LaneID, at now: MonotonicTime) {
        var retry = probeRetries.removeValue(forKey: lane) ?? RecoveryRetry(at: now)
        do throws(SystemError) {
            if let event = try look(at: lane) { return news.append(event) }
            let problem = "the process that holds its lock does not say who it is"
            _ = retry.failed(problem, at: now, waitMax: RecoveryRetry.processWaitMax)
        } catch {
            // It proves nothing about the worker, which may be alive and busy.
            if retry.failed(error.description, at: now) {
                log.error("worker.probeFailed", "lane \(lane): \(error.description)")
            }
        }
        if let event = retry.stall(of: lane, at: now) { news.append(event) }
        probeRetries[lane] = retry
    }

    /// Returns nil if it has to be looked at again.
    private func look(at lane: LaneID) throws(SystemError) -> Event? {
        guard let text = try FileLock.holder(of: paths.workerLock(of: lane)) else {
            return .workerMissing(lane)
        }
        // A worker that has just been started writes who it is first of all, and one that is about
        // to be gone frees the lock: either is a matter of milliseconds.
        guard let holder = WorkerLockText(text),
            let handle = try ProcessHandle.open(holder.process)
        else { return nil }
        try watch(handle, lane, holder.generation)
        return .workerFound(lane, holder.generation, holder.process)
    }

    // MARK: Starting

    /// Starts a worker that inherits the lane's lock.
    func spawn(_ lane: LaneID, _ generation: Generation) -> Event {
        do throws(SystemError) {
            let folder = paths.lane(lane)
            try Files.createFolders(folder, mode: 0o700)
            guard let lock = try lock(of: lane) else {
                return .workerSpawnFailed(
                    lane,
                    generation,
                    message: "another process holds \(paths.workerLock(of: lane))"
                )
            }
            var arguments = [
                "--lane", lane.rawValue, "--generation", generation.description,
                "--state", folder, "--socket", paths.socket(of: lane), "--lock-fd", "3",
            ]
            if let group = try groups.prepare(lane, noteAt: paths.controlGroupNote(of: lane)) {
                arguments += ["--cgroup", group.path]
            }
            var request = SpawnRequest(
                executable: program,
                arguments: arguments,
                environment: Self.environment(of: generation)
            )
            request.directory = folder
            let null = try Descriptor.openNull()
            request.descriptors = [
                DescriptorMapping(null.rawValue, as: 0), DescriptorMapping(null.rawValue, as: 1),
                DescriptorMapping(2, as: 2), DescriptorMapping(lock.descriptor, as: 3),
            ]
            request.fileModeMask = 0o077
            request.descriptorLimit = descriptorLimit
            CrashPoints.pass("supervisor.beforeSpawn")
            let handle = try request.start()
            CrashPoints.pass("supervisor.afterSpawn")
            _ = consume null
            do throws(SystemError) {
                try watch(handle, lane, generation)
            } catch {
                // A worker that cannot be watched must not live. The lock is still ours too.
                _ = try handle.send(.kill)
                throw error
            }
            // From here on only the worker holds the lock, so that its death frees it.
            locks[lane] = nil
            return .workerSpawned(lane, generation, handle.identity)
        } catch {
            return .workerSpawnFailed(lane, generation, message: error.description)
        }
    }

    /// A worker gets nothing of the supervisor's environment.
    ///
    /// A test's crash point goes to the first generation only, so that the next one can recover
    /// from it.
    private static func environment(of generation: Generation) -> [String] {
        var entries = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC"]
        if generation == Generation(1), let point = Environment.value(of: workerCrashPointKey) {
            entries.append("\(CrashPoints.environmentKey)=\(point)")
        }
        return entries
    }

    /// Names the point at which the first worker of each lane dies, in tests.
    static let workerCrashPointKey = "LANEKEEPER_WORKER_CRASH_AT"

    private func watch(
        _ handle: ProcessHandle,
        _ lane: LaneID,
        _ generation: Generation
    ) throws(SystemError) {
        forget(lane)
        var worker = Worker(generation: generation, handle: handle)
        worker.registration = try reactor.watch(handle.descriptor, .read) { [unowned self] _ in
            reap(lane, generation)
        }
        workers[lane] = worker
    }

    private func reap(_ lane: LaneID, _ generation: Generation) {
        guard let worker = workers[lane], worker.generation == generation else { return }
        do throws(SystemError) {
            guard let status = try worker.handle.reap() else { return }
            news.append(.workerExited(lane, generation, ExitStatus(status)))
        } catch {
            log.error("worker.reapFailed", error.description)
            news.append(.workerExited(lane, generation, .unknown))
        }
        forget(lane)
    }

    private func forget(_ lane: LaneID) {
        guard let worker = workers.removeValue(forKey: lane) else { return }
        if let registration = worker.registration { reactor.forget(registration) }
    }

    /// Hands over which workers have ended, and which locks are free by now.
    func receive(into inbox: inout [Event]) {
        if !probeRetries.isEmpty || !lockWaits.isEmpty { tryAgain(at: Clock.bootTime()) }
        inbox += news
        news.removeAll(keepingCapacity: true)
    }

    private func tryAgain(at now: MonotonicTime) {
        for (lane, retry) in probeRetries where retry.nextAt <= now { probe(lane, at: now) }
        for (lane, wait) in lockWaits where wait.retry.nextAt <= now {
            if let event = takeLock(lane, wait.generation) { news.append(event) }
        }
    }

    // MARK: Ending

    /// Sends SIGKILL to a worker; its end is told by `receive`.
    func kill(_ lane: LaneID, _ generation: Generation) {
        guard let worker = workers[lane], worker.generation == generation else { return }
        do throws(SystemError) {
            _ = try worker.handle.send(.kill)
        } catch {
            log.error("worker.killFailed", error.description)
        }
    }

    // MARK: Locks

    /// Takes the lock that a dead worker has freed; nil if it has to be tried again, which
    /// `receive` does.
    func takeLock(_ lane: LaneID, _ generation: Generation) -> Event? {
        let now = Clock.bootTime()
        let known = lockWaits.removeValue(forKey: lane).flatMap { wait in
            wait.generation == generation ? wait : nil
        }
        var wait = known ?? LockWait(generation: generation, retry: RecoveryRetry(at: now))
        do throws(SystemError) {
            try Files.createFolders(paths.lane(lane), mode: 0o700)
            if try lock(of: lane) != nil { return .lockTaken(lane, generation) }
            let problem = "another process holds \(paths.workerLock(of: lane))"
            if wait.retry.failed(problem, at: now, waitMax: RecoveryRetry.processWaitMax) {
                log.warning("lock.held", "lane \(lane): its lock is held; waiting for it")
            }
        } catch {
            if wait.retry.failed(error.description, at: now) {
                log.error("lock.failed", "lane \(lane): \(error.description)")
            }
        }
        if let event = wait.retry.stall(of: lane, at: now) { news.append(event) }
        lockWaits[lane] = wait
        return nil
    }

    private func lock(of lane: LaneID) throws(SystemError) -> FileLock? {
        if let lock = locks[lane] { return lock }
        switch try FileLock.acquire(paths.workerLock(of: lane)) {
        case .acquired(let lock):
            locks[lane] = lock
            return lock
        case .held:
            return nil
        }
    }

    /// Lets go of a lane's lock.
    func releaseLock(_ lane: LaneID) {
        locks[lane] = nil
    }
}
