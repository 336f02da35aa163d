import System

/// What the numbers were measured on, and what else it had to do.
package struct Machine {
    /// The model, as `/proc/cpuinfo` names it.
    package let processor: String
    package let processorCount: Int
    /// Its release.
    package let kernel: String
    /// Runnable processes on average over the last 1, 5 and 15 minutes.
    package let loadAverage: String

    /// Reads the machine's files below `/proc`.
    ///
    /// - Throws: `HarnessError` where `/proc` is not mounted.
    package init() throws(HarnessError) {
        let (information, release, load) = try HarnessError.describing {
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
    package var text: String {
        "\(processorCount) × \(processor), Linux \(kernel), load \(loadAverage)"
    }
}
