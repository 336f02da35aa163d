import Harness
import Protocol
import System

/// Counts the system calls of a running process with strace.
final class CallTrace {
    /// One row of its table.
    struct Row: Equatable {
        let name: String
        let count: Int
    }

    private let tracer: ProcessHandle
    private let output: String

    /// Attaches to a process.
    ///
    /// - Parameters:
    ///   - pid: The process; what it starts is not followed.
    ///   - output: A file for the table.
    /// - Throws: `HarnessError` where there is no strace, or it may not attach.
    init(_ pid: Int32, output: String) throws(HarnessError) {
        self.output = output
        tracer = try HarnessError.describing { () throws(SystemError) in
            var request = SpawnRequest(
                executable: "strace",
                arguments: ["-c", "-q", "-o", output, "-p", "\(pid)"],
                environment: ["PATH=/usr/local/bin:/usr/bin:/bin"]
            )
            request.deathSignal = .terminate
            return try request.start()
        }
        try Self.waitUntilTraced(pid)
    }

    deinit {
        // For the case that `end` was not called; killed, it would leave the process stopped.
        BestEffort.attempt { () throws(SystemError) in try tracer.send(.terminate) }
        BestEffort.attempt { () throws(SystemError) in try tracer.wait(until: nil) }
    }

    /// Waits until a tracer has attached to a process.
    ///
    /// - Throws: `HarnessError` after 5 s.
    static func waitUntilTraced(_ pid: Int32) throws(HarnessError) {
        let deadline = Clock.bootTime() + .seconds(5)
        while try !isTraced(pid) {
            guard Clock.bootTime() < deadline else {
                throw HarnessError("strace did not attach to process \(pid)")
            }
            try Pause.microseconds(5_000)
        }
    }

    private static func isTraced(_ pid: Int32) throws(HarnessError) -> Bool {
        let status = try HarnessError.describing { () throws(SystemError) in
            try Files.readText("/proc/\(pid)/status", byteCountMax: 16_384)
        }
        let line = status.split(separator: "\n").first { $0.hasPrefix("TracerPid:") }
        return line.map { !$0.hasSuffix("\t0") } ?? false
    }

    /// Detaches.
    ///
    /// - Returns: A row for each call that was made.
    /// - Throws: `HarnessError`.
    func end() throws(HarnessError) -> [Row] {
        let text = try HarnessError.describing { () throws(SystemError) in
            try tracer.send(.interrupt)
            _ = try tracer.wait(until: nil)
            return try Files.readText(output, byteCountMax: 1 << 20)
        }
        return Self.rows(of: text)
    }

    /// Reads strace's table: percent, seconds, microseconds a call, calls, errors or nothing, name.
    static func rows(of table: String) -> [Row] {
        table.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 5, let name = words.last, name != "total",
                Double(words[0]) != nil, let count = Int(words[3])
            else { return nil }
            return Row(name: String(name), count: count)
        }
    }
}
