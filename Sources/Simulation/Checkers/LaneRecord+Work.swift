import Protocol

extension LaneRecord {
    /// True if it takes what waits on another lane, as far as its row says.
    var takesWork: Bool {
        admission == .open && !isPaused && degradedCause == nil && status != .retired
            && reroute == nil && !dayUsage.isSpent
    }
}
