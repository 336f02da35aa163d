/// How much memory runs of a lane have needed: the peaks of its last runs.
///
/// Kept in memory only: after a restart of the supervisor a lane is unknown until one of its runs has
/// ended, and what is unknown holds nothing.
struct MemoryEvidence: Equatable {
    /// The most runs that are remembered.
    static let runCountMax = 20

    /// Peaks in KiB, the oldest first.
    private var peaks: [UInt64] = []

    /// What 95 of 100 runs stay below, in KiB; nil before any run was measured.
    private(set) var expectedKiB: UInt64?

    /// A run has ended that was heard to use so much at most; 0 means that it was never heard.
    mutating func note(peakKiB: UInt64) {
        guard peakKiB > 0 else { return }
        peaks.append(peakKiB)
        if peaks.count > Self.runCountMax { peaks.removeFirst() }
        let rank = (peaks.count * 95 + 99) / 100
        expectedKiB = peaks.sorted()[rank - 1]
    }
}
