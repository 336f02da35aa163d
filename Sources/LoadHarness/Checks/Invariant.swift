/// What must hold whatever is done to an instance.
enum Invariant: String, CaseIterable, Hashable, Sendable {
    /// Each acknowledged mission is known, ends, and did what its end says.
    case lost
    /// No mission exists twice, has two accepted results, or runs twice at once.
    case duplicated
    /// Nothing of a run is alive when everything has ended.
    case orphaned
    /// At no instant more ran than lanes and pools have slots, and nothing started in a closed pool.
    case overQuota = "over quota"
    /// No mission started before one that was to start first.
    case outOfOrder = "out of order"
    /// Nothing waited beyond its bound while others started.
    case starved
    /// The sources agree: no gap in the stream, no event without its row, a sound file.
    case inconsistent
}
