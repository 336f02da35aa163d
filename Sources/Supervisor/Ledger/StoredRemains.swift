import Protocol

/// What runs have left as a column keeps it: `run` or `run:pid:start_ticks`, a blank between two.
enum StoredRemains {
    /// Nil if nothing is left.
    static func text(_ remains: [RunRemains]) -> String? {
        guard !remains.isEmpty else { return nil }
        return remains.map { run in
            run.runID.rawValue + (run.leader.map { ":\($0.pid):\($0.startTicks)" } ?? "")
        }
        .joined(separator: " ")
    }

    /// Returns nil for a text that `text` does not give.
    static func remains(_ text: String) -> [RunRemains]? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let remains = words.compactMap(one)
        return remains.count == words.count ? remains : nil
    }

    private static func one(_ word: Substring) -> RunRemains? {
        let fields = word.split(separator: ":", omittingEmptySubsequences: false)
        guard let runID = fields.first.flatMap({ RunID(String($0)) }) else { return nil }
        if fields.count == 1 { return RunRemains(runID: runID) }
        guard fields.count == 3, let pid = Int32(fields[1]), let ticks = UInt64(fields[2]) else {
            return nil
        }
        return RunRemains(runID: runID, leader: ProcessIdentity(pid: pid, startTicks: ticks))
    }
}
