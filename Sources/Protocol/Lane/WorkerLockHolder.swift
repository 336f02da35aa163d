/// What a worker writes into its lane's lock file: who holds it.
///
/// One line, `pid=<pid> start=<ticks> generation=<n>`.
public struct WorkerLockHolder: Equatable, Sendable {
    /// The worker process.
    public var worker: ProcessIdentity
    /// Which incarnation of the lane's worker it is.
    public var generation: Generation

    /// Describes a holder.
    public init(worker: ProcessIdentity, generation: Generation) {
        self.worker = worker
        self.generation = generation
    }

    /// Reads the line; nil if it is not of the form above.
    public init?(_ text: String) {
        var values: [Substring] = []
        for (field, key) in zip(text.split(whereSeparator: \.isWhitespace), Self.keys) {
            guard field.hasPrefix(key) else { return nil }
            values.append(field.dropFirst(key.utf8.count))
        }
        guard values.count == Self.keys.count, let pid = Int32(values[0]), pid > 0,
            let start = UInt64(values[1]), let generation = UInt64(values[2])
        else { return nil }
        worker = ProcessIdentity(pid: pid, startTicks: start)
        self.generation = Generation(generation)
    }

    /// The line, with its line feed.
    public var text: String {
        "pid=\(worker.pid) start=\(worker.startTicks) generation=\(generation)\n"
    }

    private static let keys = ["pid=", "start=", "generation="]
}
