import Harness
import Protocol
import System

/// A named pipe into which runs write a line as the first thing they do.
///
/// What is measured until such a line is read includes the start of the shell, not only of its
/// process: it is later than the start that is asked for, never earlier.
final class MarkPipe {
    /// Where it is.
    let path: String
    /// Its number in the loop that reads it.
    let source: Int
    private let keeper: ProcessHandle

    /// Creates the pipe and starts reading it.
    ///
    /// - Throws: `HarnessError`.
    init(path: String, lines: LineLoop) throws(HarnessError) {
        self.path = path
        let environment = ["PATH=/usr/bin:/bin"]
        do throws(SystemError) {
            let maker = try SpawnRequest(
                executable: "mkfifo",
                arguments: [path],
                environment: environment
            ).start()
            _ = try maker.wait(until: nil)
            // Without a writer that stays, the pipe would be at its end between two runs. It waits
            // for the reader and the reader for it.
            var request = SpawnRequest(
                executable: "/bin/sh",
                arguments: ["-c", "exec sleep 1000000 3>\"$0\"", path],
                environment: environment
            )
            request.deathSignal = .kill
            keeper = try request.start()
        } catch {
            throw HarnessError("\(error)")
        }
        source = try lines.add(Self.open(path))
    }

    deinit {
        BestEffort.kill(keeper)
    }

    private static func open(_ path: String) throws(HarnessError) -> Descriptor {
        do throws(SystemError) {
            return try Files.openForReading(path)
        } catch {
            throw HarnessError("\(error)")
        }
    }

    /// The shell command that writes a line.
    func command(_ words: String) -> String { "echo \"\(words)\" > \(path)" }

    /// Waits for a line, and returns it with the time it was read.
    ///
    /// - Throws: `HarnessError` when none comes within 20 s.
    func next(in lines: LineLoop) throws(HarnessError) -> (text: String, at: MonotonicTime) {
        try lines.first("a mark of a run", from: source) { (arrival) throws(HarnessError) in
            (String(decoding: arrival.line, as: UTF8.self), arrival.at)
        }
    }
}
