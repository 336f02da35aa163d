import Harness
import Protocol
import System

/// task-spooler: a queue of commands that a user's first command starts.
enum TaskSpooler {
    /// Runs `/bin/true` by it, one after the other.
    ///
    /// - Parameters:
    ///   - count: How often.
    ///   - peers: Where it may be.
    ///   - folder: Gets what it keeps.
    /// - Returns: From the start of the client to its end, in milliseconds; nil where it is not
    ///   installed.
    /// - Throws: `HarnessError` when it fails.
    static func measure(
        _ count: Int,
        _ peers: PeerSet?,
        in folder: String
    ) throws(HarnessError) -> Samples? {
        guard let peers, let path = peers.program("tsp") else { return nil }
        let environment = peers.environment(home: folder) + ["TS_SOCKET=\(folder)/tsp.sock"]
        // The server outlives its clients, and ends when it is asked to.
        defer { run([path, "-K"], environment) }
        // The first one starts the server.
        guard run([path, "-f", "/bin/true"], environment) else {
            throw HarnessError("task-spooler did not start")
        }
        var samples = Samples()
        for _ in 0..<count {
            let start = Clock.bootTime()
            guard run([path, "-f", "/bin/true"], environment) else {
                throw HarnessError("task-spooler did not run a command")
            }
            samples.add(Clock.bootTime().since(start))
        }
        return samples
    }

    @discardableResult
    private static func run(_ words: [String], _ environment: [String]) -> Bool {
        let end = BestEffort.attempt { () throws(SystemError) in
            try SpawnRequest(
                executable: words[0],
                arguments: Array(words.dropFirst()),
                environment: environment
            ).start().wait(until: Clock.bootTime() + .seconds(20))
        }
        return end == .some(.some(.exited(code: 0)))
    }
}
