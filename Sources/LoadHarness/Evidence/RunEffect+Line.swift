import Protocol

extension RunEffect {
    /// Reads a line as `fake-runtime` writes it, without its line feed; nil if it is none.
    init?(line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 8,
            let nanoseconds = Int64(words[0]),
            let lane = LaneID(String(words[1])),
            let missionID = MissionID(String(words[2])),
            let runID = RunID(String(words[3])),
            let fence = UInt64(words[4]),
            let pid = Int32(words[5]),
            let startTicks = UInt64(words[6]),
            let kind = Kind(rawValue: String(words[7]))
        else { return nil }
        self.init(
            at: WallTime(nanoseconds: nanoseconds),
            lane: lane,
            missionID: missionID,
            runID: runID,
            fence: Fence(fence),
            process: ProcessIdentity(pid: pid, startTicks: startTicks),
            kind: kind
        )
    }
}
