import System

/// What a worker writes to its log.
enum LogEvent: String, CaseIterable {
    /// The worker listens.
    case workerStarted = "worker.started"
    /// The worker is about to exit.
    case workerStopped = "worker.stopped"
    /// SIGTERM came.
    case workerTerminating = "worker.terminating"
    /// A peer may not speak to this lane.
    case connectionRefused = "connection.refused"
    /// The supervisor's connection ended.
    case connectionClosed = "connection.closed"
    /// A peer broke the protocol.
    case connectionFailed = "connection.failed"
    /// The socket's file was gone and is there again.
    case socketRebound = "socket.rebound"
    /// The socket's file is gone and cannot be made again.
    case socketFailed = "socket.failed"
    /// A process of a run could not be started.
    case runLaunchFailed = "run.launchFailed"
    /// The tree of a run could not be signalled or searched.
    case runTreeFailed = "run.treeFailed"
    /// An outbox entry could not be written, read or deleted.
    case outboxFailed = "outbox.failed"
    /// Something that was left over could not be removed.
    case cleanupFailed = "cleanup.failed"
}

extension LogWriter {
    /// Writes one line.
    func write(
        _ level: LogLevel,
        _ event: LogEvent,
        _ fields: (inout LogFields) -> Void = { _ in }
    ) {
        write(level, event.rawValue, fields)
    }

    /// Writes one line about a refused system call.
    func write(
        _ level: LogLevel,
        _ event: LogEvent,
        _ error: SystemError,
        run: String? = nil
    ) {
        write(level, event) { fields in
            fields.add("run", run)
            fields.add("error", error.description)
        }
    }
}
