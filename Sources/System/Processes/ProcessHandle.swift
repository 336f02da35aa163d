import CLinux
public import Protocol

/// One process, held by a pidfd: signals and exits can never be those of a later one with its pid.
public final class ProcessHandle {
    /// The process.
    public let identity: ProcessIdentity
    /// The pidfd, readable once the process has ended (also as a zombie); owned by the handle.
    public let descriptor: Int32
    private let owner: Descriptor
    private var status: ExitStatus?

    init(identity: ProcessIdentity, pidfd: consuming Descriptor) {
        self.identity = identity
        descriptor = pidfd.rawValue
        owner = pidfd
    }

    /// Takes hold of a process that is known by its identity.
    ///
    /// - Returns: Nil when that process is gone or a zombie, whether its pid was reused or not.
    /// - Throws: `SystemError`, for lack of descriptors or without `/proc`.
    public static func open(_ identity: ProcessIdentity) throws(SystemError) -> ProcessHandle? {
        let fd = clinux_pidfd_open(identity.pid)
        // EINVAL: the pid is now a thread that leads no process.
        if fd == -ESRCH || fd == -EINVAL { return nil }
        let name = "\(identity.pid)"
        let pidfd = Descriptor(adopting: try SystemCall.check("open process", name, fd))
        // The pid was bound first and compared second, so it cannot change hands in between.
        guard try ProcessTable.isAlive(identity) else { return nil }
        return ProcessHandle(identity: identity, pidfd: pidfd)
    }

    /// Sends a signal to this process alone.
    ///
    /// - Returns: False when it has been reaped. A zombie takes signals and ignores them.
    /// - Throws: `SystemError` with `notPermitted` for a process of another user.
    @discardableResult
    public func send(_ signal: Signal) throws(SystemError) -> Bool {
        let result = clinux_pidfd_signal(descriptor, signal.rawValue)
        if result == -ESRCH { return false }
        try SystemCall.check("signal process", "\(identity.pid)", result)
        return true
    }

    /// Learns without waiting how the process ended, and reaps it if it is our child.
    ///
    /// - Returns: Nil while it lives; `unknown` when it ended as somebody else's child. The answer
    ///   is kept, so it can be asked again.
    /// - Throws: `SystemError`, only for defects.
    public func reap() throws(SystemError) -> ExitStatus? {
        if let status { return status }
        var exit = clinux_exit_info()
        let result = clinux_reap_pidfd(descriptor, &exit)
        if result == -ECHILD {
            let hasEnded = try Poll.waitReadable(descriptor, until: .init(nanoseconds: 0))
            status = hasEnded ? .unknown : nil
        } else {
            try SystemCall.check("reap process", "\(identity.pid)", result)
            status = ExitStatus(exit)
        }
        return status
    }

    /// Waits until the process has ended and reaps it.
    ///
    /// For tools and tests; daemons use the loop.
    ///
    /// - Parameter deadline: Boot time; nil means never.
    /// - Returns: Nil when the deadline came first.
    /// - Throws: `SystemError`, only for defects.
    public func wait(until deadline: MonotonicTime?) throws(SystemError) -> ExitStatus? {
        if let status { return status }
        guard try Poll.waitReadable(descriptor, until: deadline) else { return nil }
        return try reap()
    }
}

extension ExitStatus {
    init?(_ exit: clinux_exit_info) {
        switch exit.kind {
        case CLINUX_EXITED: self = .exited(code: exit.value)
        case CLINUX_SIGNALLED: self = .signalled(Signal(rawValue: exit.value))
        default: return nil
        }
    }
}
