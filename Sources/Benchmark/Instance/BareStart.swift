import Harness
import Protocol
import System

/// The start of a shell that writes a line, without anybody in between.
struct BareStart {
    private let script: String
    private let shell: String
    private let pipe: MarkPipe
    private let lines: LineLoop
    private let watch: StartWatch

    /// - Parameters:
    ///   - instance: Whose shell is started, and whose folder gets the script.
    ///   - pipe: Where the line is written.
    ///   - watch: That of the shell.
    ///   - lines: The loop that reads both.
    /// - Throws: `HarnessError`.
    init(
        _ instance: Instance,
        _ pipe: MarkPipe,
        _ watch: StartWatch,
        _ lines: LineLoop
    ) throws(HarnessError) {
        script = "\(instance.folder)/bare.sh"
        shell = instance.shell
        self.pipe = pipe
        self.watch = watch
        self.lines = lines
        try HarnessError.describing { () throws(SystemError) in
            let text = Array(pipe.command("bare").utf8)
            try Files.writeAtomically(text, to: script, mode: 0o600)
        }
    }

    /// Starts it once.
    ///
    /// - Returns: The times from the request to the execution of the shell and to its line.
    /// - Throws: `HarnessError`.
    func run() throws(HarnessError) -> (execution: Interval, line: Interval) {
        let start = Clock.bootTime()
        let process = try HarnessError.describing { () throws(SystemError) in
            try SpawnRequest(
                executable: shell,
                arguments: [script],
                environment: ["PATH=/usr/bin:/bin"]
            ).start()
        }
        var execution: Interval?
        let line = try lines.first("the line of a bare start") {
            (arrival) throws(HarnessError) -> Interval? in
            if arrival.source == watch.source { execution = arrival.at.since(start) }
            return arrival.source == pipe.source ? arrival.at.since(start) : nil
        }
        _ = try HarnessError.describing { () throws(SystemError) in
            try process.wait(until: nil)
        }
        guard let execution else { throw HarnessError("a shell wrote and was not executed") }
        return (execution, line)
    }
}
