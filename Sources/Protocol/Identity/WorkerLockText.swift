/// What a worker writes into its lane's lock file: who holds the lane.
///
/// One line, `pid=<pid> start_ticks=<ticks> generation=<generation>`, for people and for the
/// supervisor that finds the lane held and must know by whom.
public struct WorkerLockText: Equatable, Sendable {
    /// The worker.
    public var process: ProcessIdentity
    /// Its incarnation.
    public var generation: Generation

    /// Describes a holder.
    public init(process: ProcessIdentity, generation: Generation) {
        self.process = process
        self.generation = generation
    }

    /// Reads what `text` gives; nil for anything else, such as the empty text of a lock that was
    /// taken a moment ago.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 3,
            let pid = Self.value("pid", words[0]).flatMap({ Int32($0) }),
            let startTicks = Self.value("start_ticks", words[1]).flatMap({ UInt64($0) }),
            let generation = Self.value("generation", words[2]).flatMap({ UInt64($0) })
        else { return nil }
        process = ProcessIdentity(pid: pid, startTicks: startTicks)
        self.generation = Generation(generation)
    }

    /// The line, without a line feed.
    public var text: String {
        "pid=\(process.pid) start_ticks=\(process.startTicks) generation=\(generation)"
    }

    private static func value(_ key: String, _ word: Substring) -> Substring? {
        word.hasPrefix("\(key)=") ? word.dropFirst(key.utf8.count + 1) : nil
    }
}
