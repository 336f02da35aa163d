import Harness
import Protocol
import System

/// The system calls of a running process one by one, with their files and results, as strace writes
/// them.
final class CallLog {
    /// One call.
    struct Call: Equatable {
        /// Its name, for example `pwrite64`.
        let name: String
        /// The file it was made on; empty where strace does not know.
        let path: String
        /// What it returned: bytes, or 0.
        let result: Int
    }

    /// Those that move or sync data at a place of a file.
    static let names = ["pread64", "pwrite64", "write", "fsync", "fdatasync"]

    private let tracer: ProcessHandle
    private let output: String

    /// Attaches to a process.
    ///
    /// - Parameters:
    ///   - pid: The process; what it starts is not followed.
    ///   - names: What is written down, as strace names it.
    ///   - output: A file for the calls.
    /// - Throws: `HarnessError` where there is no strace, or it may not attach.
    init(
        _ pid: Int32,
        names: [String] = CallLog.names,
        output: String
    ) throws(HarnessError) {
        self.output = output
        tracer = try HarnessError.describing { () throws(SystemError) in
            var request = SpawnRequest(
                executable: "strace",
                arguments: [
                    "-q", "-y", "-s", "0", "-o", output,
                    "-e", "trace=" + names.joined(separator: ","), "-p", "\(pid)",
                ],
                environment: ["PATH=/usr/local/bin:/usr/bin:/bin"]
            )
            request.deathSignal = .terminate
            return try request.start()
        }
        try CallTrace.waitUntilTraced(pid)
    }

    deinit {
        // For the case that `end` was not called; killed, it would leave the process stopped.
        BestEffort.attempt { () throws(SystemError) in try tracer.send(.terminate) }
        BestEffort.attempt { () throws(SystemError) in try tracer.wait(until: nil) }
    }

    /// Detaches.
    ///
    /// - Returns: The calls that did not fail, in order.
    /// - Throws: `HarnessError`.
    func end() throws(HarnessError) -> [Call] {
        let text = try HarnessError.describing { () throws(SystemError) in
            try tracer.send(.interrupt)
            _ = try tracer.wait(until: nil)
            return try Files.readText(output, byteCountMax: 256 << 20)
        }
        return text.split(separator: "\n").compactMap(Self.call)
    }

    /// Reads a line such as `pwrite64(7</s/ledger.sqlite-wal>, ""..., 4096, 8272) = 4096`.
    static func call(_ line: Substring) -> Call? {
        // Short calls are padded before the equals sign.
        guard let parenthesis = line.firstIndex(of: "("), let sign = line.lastIndex(of: "="),
            let result = Int(line[sign...].dropFirst().drop { $0 == " " }.prefix { $0.isNumber })
        else { return nil }
        let arguments = line[line.index(after: parenthesis)...]
        var path = ""
        if let open = arguments.firstIndex(of: "<"),
            let close = arguments[open...].firstIndex(of: ">")
        {
            path = String(arguments[arguments.index(after: open)..<close])
        }
        return Call(name: String(line[..<parenthesis]), path: path, result: result)
    }
}
