import CLinux
import Protocol

extension SpawnRequest {
    /// Starts the process.
    ///
    /// Called from the loop's own thread only: the death signal follows the thread that spawned.
    /// Returns once the child executes its program. Signal mask and dispositions are the defaults.
    ///
    /// - Returns: The handle of a child that only its `reap` may reap.
    /// - Throws: `SystemError` whose `call` names the step: `execute` (`notFound`, `accessDenied`,
    ///   …), `change folder to`, `enter control group`, `place descriptors`, `start process`.
    ///   Neither a child nor a descriptor is left.
    public func start() throws(SystemError) -> ProcessHandle {
        try checkArguments()
        let mapping = descriptors.sorted { $0.child < $1.child }
        let pairs = mapping.map { clinux_descriptor_pair(parent: $0.parent, child: $0.child) }
        var spawned = clinux_spawned()
        let paths = ProgramSearch.candidates(executable, environment)
        let result = CStringList.with(paths) { candidates in
            CStringList.with(arguments) { arguments in
                CStringList.with(environment) { environment in
                    pairs.withUnsafeBufferPointer { pairs in
                        call(candidates, arguments, environment, pairs, into: &spawned)
                    }
                }
            }
        }
        if result < 0 { throw error(at: spawned.failed_step, errno: Errno(rawValue: -result)) }
        return try handle(of: spawned)
    }

    private func call(
        _ candidates: UnsafePointer<UnsafeMutablePointer<CChar>?>,
        _ arguments: UnsafePointer<UnsafeMutablePointer<CChar>?>,
        _ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>,
        _ pairs: UnsafeBufferPointer<clinux_descriptor_pair>,
        into spawned: inout clinux_spawned
    ) -> Int32 {
        let floor = max(3, (pairs.last?.child ?? 0) + 1)
        let paths = UnsafeRawPointer(candidates).assumingMemoryBound(
            to: UnsafePointer<CChar>?.self
        )
        func spawn(in directory: UnsafePointer<CChar>?) -> Int32 {
            var request = clinux_spawn_info(
                candidates: paths,
                arguments: arguments,
                environment: environment,
                directory: directory,
                descriptors: pairs.baseAddress,
                descriptor_count: pairs.count,
                descriptor_floor: floor,
                control_group: controlGroup ?? -1,
                death_signal: deathSignal?.rawValue ?? 0,
                file_mode_mask: fileModeMask.map(Int32.init) ?? -1,
                new_session: startsSession ? 1 : 0,
                no_new_privileges: forbidsNewPrivileges ? 1 : 0,
                descriptor_limit: descriptorLimit ?? -1,
                hard_descriptor_limit: hardDescriptorLimit ?? -1
            )
            return clinux_spawn(&request, &spawned)
        }
        guard let directory else { return spawn(in: nil) }
        return directory.withCString { spawn(in: $0) }
    }

    private func checkArguments() throws(SystemError) {
        let targets = descriptors.map(\.child)
        let areDistinct = Set(targets).count == targets.count
        let areInRange = targets.allSatisfy { (0..<1_024).contains($0) }
        guard areDistinct, areInRange, targets.count <= Self.descriptorCountMax else {
            throw SystemError(
                call: "place descriptors",
                errno: .invalidArgument,
                remedy: "at most \(Self.descriptorCountMax), distinct, 0 to 1023"
            )
        }
        let texts = arguments + environment + [executable, directory ?? ""]
        guard !arguments.isEmpty, !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw SystemError(
                call: "execute",
                object: executable,
                errno: .invalidArgument,
                remedy: "arguments and environment may not be empty or hold a NUL byte"
            )
        }
    }

    private func error(at step: clinux_spawn_step, errno: Errno) -> SystemError {
        switch step {
        case CLINUX_STEP_SESSION: SystemError(call: "start session", errno: errno)
        case CLINUX_STEP_DEATH_SIGNAL: SystemError(call: "set death signal", errno: errno)
        case CLINUX_STEP_PRIVILEGES: SystemError(call: "give up privileges", errno: errno)
        case CLINUX_STEP_LIMITS: SystemError(call: "limit descriptors", errno: errno)
        case CLINUX_STEP_CONTROL_GROUP: SystemError(call: "enter control group", errno: errno)
        case CLINUX_STEP_DIRECTORY:
            SystemError(call: "change folder to", object: directory, errno: errno)
        case CLINUX_STEP_DESCRIPTORS: SystemError(call: "place descriptors", errno: errno)
        case CLINUX_STEP_SIGNALS: SystemError(call: "reset signals", errno: errno)
        case CLINUX_STEP_EXECUTE:
            SystemError(call: "execute", object: executable, errno: errno)
        default: SystemError(call: "start process", object: executable, errno: errno)
        }
    }

    /// The child is not reaped yet, so its pid cannot be another's while the start time is read.
    private func handle(of spawned: clinux_spawned) throws(SystemError) -> ProcessHandle {
        let pidfd = Descriptor(adopting: spawned.pidfd)
        do {
            let entry = try ProcessTable.entry(of: spawned.pid)
            return ProcessHandle(identity: entry.identity, pidfd: pidfd)
        } catch {
            // Without its start time nobody could ever find it again.
            _ = clinux_pidfd_signal(pidfd.rawValue, Signal.kill.rawValue)
            _ = try Poll.waitReadable(pidfd.rawValue, until: nil)
            var exit = clinux_exit_info()
            _ = clinux_reap_pidfd(pidfd.rawValue, &exit)
            throw error
        }
    }
}
