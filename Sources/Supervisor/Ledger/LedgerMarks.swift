import Protocol

/// The highest numbers that a ledger has ever given; each only rises.
struct LedgerMarks: Equatable {
    /// Of missions, in the order they were acknowledged; 0 for none.
    var missionNumber: Int64 = 0
    /// Of attempts; 0 for none.
    var fence = Fence(0)
    /// Of events; 0 for none.
    var eventSequence: UInt64 = 0
}
