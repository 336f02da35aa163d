import Harness
import Protocol
import System

/// The least that a report can cost: a shell hears a word and writes a line, and one row is committed.
final class BareReport {
    private let bell: Bell
    private let pipe: MarkPipe
    private let lines: LineLoop
    private let commit: BareCommit
    private let shell: ProcessHandle

    /// Starts the shell and waits until it listens.
    ///
    /// - Parameters:
    ///   - instance: Whose shell is started, and on whose disk rows are committed.
    ///   - pipe: Where the line is written.
    ///   - lines: The loop that reads it.
    /// - Throws: `HarnessError`.
    init(
        _ instance: Instance,
        _ pipe: MarkPipe,
        _ lines: LineLoop
    ) throws(HarnessError) {
        let bell = try Bell(path: "\(instance.folder)/bare.bell")
        let script = bell.loop(ready: pipe.command("listens"), pipe.command("$word"))
        self.bell = bell
        self.pipe = pipe
        self.lines = lines
        commit = try BareCommit(folder: instance.stateFolder)
        shell = try HarnessError.describing { () throws(SystemError) in
            var request = SpawnRequest(
                executable: instance.shell,
                arguments: ["-c", script],
                environment: ["PATH=/usr/bin:/bin"]
            )
            request.deathSignal = .kill
            return try request.start()
        }
        _ = try pipe.next(in: lines)
    }

    deinit {
        BestEffort.kill(shell)
    }

    /// Takes one report.
    ///
    /// - Returns: From the word to the line, and a commit after it, in milliseconds.
    /// - Throws: `HarnessError`.
    func run() throws(HarnessError) -> Double {
        let toldAt = try bell.ring("bare")
        let line = try pipe.next(in: lines).at.since(toldAt)
        var spans = try commit.run(1)
        spans.add(line)
        return spans.sum
    }
}
