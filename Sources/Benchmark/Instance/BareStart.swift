import Protocol
import System

/// The start of a shell that writes a line, without anybody in between.
struct BareStart {
    private let script: String
    private let pipe: MarkPipe
    private let lines: LineLoop

    /// - Parameters:
    ///   - pipe: Where the line is written.
    ///   - lines: The loop that reads it.
    ///   - folder: Gets the script.
    /// - Throws: `BenchmarkError`.
    init(_ pipe: MarkPipe, _ lines: LineLoop, folder: String) throws(BenchmarkError) {
        script = "\(folder)/bare.sh"
        self.pipe = pipe
        self.lines = lines
        try BenchmarkError.describing { () throws(SystemError) in
            let text = Array(pipe.command("bare").utf8)
            try Files.writeAtomically(text, to: script, mode: 0o600)
        }
    }

    /// Starts it once.
    ///
    /// - Returns: The time from the request to the line.
    /// - Throws: `BenchmarkError`.
    func run() throws(BenchmarkError) -> Interval {
        let start = Clock.bootTime()
        let process = try BenchmarkError.describing { () throws(SystemError) in
            try SpawnRequest(
                executable: "/bin/sh",
                arguments: [script],
                environment: ["PATH=/usr/bin:/bin"]
            ).start()
        }
        let mark = try pipe.next(in: lines)
        _ = try BenchmarkError.describing { () throws(SystemError) in
            try process.wait(until: nil)
        }
        return mark.at.since(start)
    }
}
