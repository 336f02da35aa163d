import Harness
import Protocol
import System

/// A program that keeps one service running: it starts it again when it has died.
final class ServiceKeeper {
    /// Which one.
    enum Kind: String, CaseIterable {
        /// `runsv`.
        case runit
        /// `s6-supervise`.
        case s6
        /// `supervisord`.
        case supervisord
    }

    private let pipe: MarkPipe
    private let lines: LineLoop
    private let process: PeerProcess
    private var service: Int32

    /// Starts it with a service that writes its pid into a pipe and then waits; nil where it is not
    /// installed.
    ///
    /// - Parameters:
    ///   - kind: Which one.
    ///   - peers: Where it may be.
    ///   - folder: A folder that it gets for itself.
    /// - Throws: `HarnessError` when the service does not start.
    init?(_ kind: Kind, _ peers: PeerSet?, folder: String) throws(HarnessError) {
        guard let peers, let words = Self.words(kind, peers, folder) else { return nil }
        lines = try LineLoop()
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders("\(folder)/service", mode: 0o700)
        }
        pipe = try MarkPipe(path: "\(folder)/marks", lines: lines)
        let script = "#!/bin/sh\n\(pipe.command("$$"))\nexec sleep 100000\n"
        let configuration = """
            [supervisord]
            nodaemon=true
            logfile=/dev/null
            logfile_maxbytes=0
            pidfile=\(folder)/pid
            [program:service]
            command=\(folder)/service/run
            startsecs=0

            """
        try HarnessError.describing { () throws(SystemError) in
            try Files.writeAtomically(Array(script.utf8), to: "\(folder)/service/run", mode: 0o700)
            try Files.writeAtomically(Array(configuration.utf8), to: "\(folder)/conf", mode: 0o600)
        }
        process = try PeerProcess(
            words,
            environment: peers.environment(home: folder),
            folder: folder
        )
        service = 0
        service = try nextPid().pid
    }

    private static func words(_ kind: Kind, _ peers: PeerSet, _ folder: String) -> [String]? {
        switch kind {
        case .runit: peers.program("runsv").map { [$0, "\(folder)/service"] }
        case .s6: peers.program("s6-supervise").map { [$0, "\(folder)/service"] }
        case .supervisord:
            Files.exists("\(peers.folder)/venv/bin/supervisord")
                ? ["\(peers.folder)/venv/bin/supervisord", "-c", "\(folder)/conf"] : nil
        }
    }

    /// Kills the service, again and again.
    ///
    /// Each has run for a second before: runit and s6 make one wait that dies sooner.
    ///
    /// - Parameter count: How often.
    /// - Returns: From the kill to its line, in milliseconds.
    /// - Throws: `HarnessError` when it does not come back.
    func measure(_ count: Int) throws(HarnessError) -> Samples {
        var samples = Samples()
        for _ in 0..<count {
            try Pause.microseconds(1_100_000)
            let killedAt = Clock.bootTime()
            try HarnessError.describing { () throws(SystemError) in
                guard let identity = try ProcessTable.identity(of: service) else { return }
                _ = try ProcessHandle.open(identity)?.send(.kill)
            }
            let next = try nextPid()
            samples.add(next.at.since(killedAt))
            service = next.pid
        }
        return samples
    }

    private func nextPid() throws(HarnessError) -> (pid: Int32, at: MonotonicTime) {
        let mark = try pipe.next(in: lines)
        guard let pid = Int32(mark.text) else { throw HarnessError("\"\(mark.text)\" is no pid") }
        return (pid, mark.at)
    }
}
