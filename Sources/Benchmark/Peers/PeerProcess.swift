import Harness
import Protocol
import System

/// A peer that runs for as long as this value lives, with whatever it starts in its session.
final class PeerProcess {
    private let process: ProcessHandle

    /// Starts it in a session of its own; its output goes to a file.
    ///
    /// - Parameters:
    ///   - words: The program and its arguments.
    ///   - environment: Its whole environment.
    ///   - folder: Its working directory, which gets the file `log`.
    /// - Throws: `HarnessError`.
    init(_ words: [String], environment: [String], folder: String) throws(HarnessError) {
        process = try HarnessError.describing { () throws(SystemError) in
            var request = SpawnRequest(
                executable: "/bin/sh",
                arguments: ["-c", "exec \"$@\" >>log 2>&1", "sh"] + words,
                environment: environment
            )
            request.directory = folder
            request.deathSignal = .kill
            return try request.start()
        }
    }

    deinit {
        let session = process.identity.pid
        BestEffort.attempt { () throws(SystemError) in try process.send(.terminate) }
        let end = BestEffort.attempt { () throws(SystemError) in
            try process.wait(until: Clock.bootTime() + .seconds(5))
        }
        if end == .some(nil) { BestEffort.kill(process) }
        for member in Self.members(of: session) {
            BestEffort.attempt { () throws(SystemError) in
                try ProcessHandle.open(member)?.send(.kill)
            }
        }
    }

    /// The process.
    var identity: ProcessIdentity { process.identity }

    /// Waits until something is true of it.
    ///
    /// - Throws: `HarnessError` when it has ended, or after 20 s.
    func waitUntil(
        _ what: String,
        _ isTrue: () throws(HarnessError) -> Bool
    ) throws(HarnessError) {
        let deadline = Clock.bootTime() + .seconds(20)
        while try !isTrue() {
            let end = try HarnessError.describing { () throws(SystemError) in try process.reap() }
            if let end { throw HarnessError("a peer ended before \(what): \(end)") }
            guard Clock.bootTime() < deadline else {
                throw HarnessError("a peer has not come so far in 20 s: \(what)")
            }
            try Pause.microseconds(2_000)
        }
    }

    /// Processes of a session that live.
    private static func members(of session: Int32) -> [ProcessIdentity] {
        let pids = BestEffort.attempt { () throws(SystemError) in try ProcessTable.processIDs() }
        return (pids ?? []).compactMap { pid in
            let found = BestEffort.attempt { () throws(SystemError) in
                try ProcessTable.entryIfPresent(pid)
            }
            guard let entry = found ?? nil, entry.session == session, !entry.isZombie else {
                return nil
            }
            return entry.identity
        }
    }
}
