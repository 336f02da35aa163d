import System

/// What the numbers were measured on, and what else it had to do.
struct Machine {
    let processor: String
    let processorCount: Int
    let kernel: String
    /// Runnable processes on average over the last 1, 5 and 15 minutes.
    let loadAverage: String

    /// Reads the machine's files below `/proc`.
    ///
    /// - Throws: `BenchmarkError` where `/proc` is not mounted.
    init() throws(BenchmarkError) {
        let (information, release, load) = try BenchmarkError.describing {
            () throws(SystemError) in
            (
                try Files.readText("/proc/cpuinfo", byteCountMax: 4 << 20),
                try Files.readText("/proc/sys/kernel/osrelease", byteCountMax: 256),
                try Files.readText("/proc/loadavg", byteCountMax: 256)
            )
        }
        let names = information.split(separator: "\n").filter { $0.hasPrefix("model name") }
        processor = names.first.map(Self.value) ?? "unknown"
        processorCount = max(1, names.count)
        kernel = String(release.prefix { $0 != "\n" })
        loadAverage = load.split(separator: " ").prefix(3).joined(separator: " ")
    }

    private static func value(_ line: Substring) -> String {
        guard let colon = line.firstIndex(of: ":") else { return "unknown" }
        return String(line[line.index(after: colon)...].drop { $0 == " " })
    }

    /// One line for people.
    var text: String {
        "\(processorCount) × \(processor), Linux \(kernel), load \(loadAverage)"
    }
}
