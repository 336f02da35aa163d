import Harness
import Protocol
import System

/// A task queue in Python with one worker, and the client that measures it.
///
/// The same job as for everybody: a text of 300 bytes, durable before it is acknowledged.
final class PythonQueue {
    /// Which one.
    enum Kind: String, CaseIterable {
        /// Celery over redis.
        case celery = "Celery"
        /// huey on SQLite, synced at each commit.
        case huey
        /// RQ over redis.
        case rq = "RQ"

        /// The module of `script/lib/peers` that has its tasks.
        var module: String { "\(rawValue.lowercased())_peer" }
    }

    /// What the client found.
    struct Times {
        /// From a call to its acknowledgement, in milliseconds, one after the other.
        var submits = Samples()
        /// From a call to its result in the caller's hands, on an idle queue, in milliseconds.
        var lives = Samples()
    }

    private let python: String
    private let kind: Kind
    private let environment: [String]
    private let folder: String
    private let redis: RedisServer?
    private let worker: PeerProcess

    /// Starts broker and worker; nil where something of it is not installed.
    ///
    /// - Parameters:
    ///   - kind: Which one.
    ///   - peers: Where it may be.
    ///   - folder: A folder that it gets for itself, on the disk that is measured.
    /// - Throws: `HarnessError` when something does not start.
    init?(_ kind: Kind, _ peers: PeerSet?, folder: String) throws(HarnessError) {
        guard let peers, let python = peers.python,
            Files.exists("\(peers.folder)/venv/has-\(kind.rawValue.lowercased())")
        else { return nil }
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders(folder, mode: 0o700)
        }
        var redis: RedisServer?
        if kind != .huey {
            redis = try RedisServer(peers, folder: "\(folder)/redis")
            if redis == nil { return nil }
        }
        let store = redis?.socket ?? "\(folder)/huey.sqlite"
        environment = peers.environment(home: folder) + ["PEER_STORE=\(store)"]
        self.python = python
        self.kind = kind
        self.folder = folder
        self.redis = redis
        worker = try PeerProcess(
            [python, "-m", kind.module, "work"],
            environment: environment,
            folder: folder
        )
    }

    /// Runs the client, which first waits until the worker has done a job.
    ///
    /// - Throws: `HarnessError` when it fails, or does not end in 120 s.
    func measure(submitCount: Int, lifeCount: Int) throws(HarnessError) -> Times {
        let output = "\(folder)/times"
        let text = try HarnessError.describing { () throws(SystemError) -> String? in
            var request = SpawnRequest(
                executable: python,
                arguments: [
                    "-m", kind.module, "measure", "\(submitCount)", "\(lifeCount)", output,
                ],
                environment: environment
            )
            request.directory = folder
            request.deathSignal = .kill
            request.descriptors = [DescriptorMapping(2, as: 2)]
            let client = try request.start()
            let end = try client.wait(until: Clock.bootTime() + .seconds(120))
            if end == nil { BestEffort.kill(client) }
            guard end == .exited(code: 0) else { return nil }
            return try Files.readText(output, byteCountMax: 4 << 20)
        }
        guard let text else { throw HarnessError("the client of \(kind.rawValue) failed") }
        return try Self.times(text)
    }

    /// Reads lines of a word and a number: `submit 0.41`, `life 3.2`.
    static func times(_ text: String) throws(HarnessError) -> Times {
        var times = Times()
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let value = Double(words[1]) else {
                throw HarnessError("a client said \"\(line)\"")
            }
            switch words[0] {
            case "submit": times.submits.add(value)
            case "life": times.lives.add(value)
            default: throw HarnessError("a client said \"\(line)\"")
            }
        }
        return times
    }
}
