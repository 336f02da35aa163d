/// What became of a worker's result in the ledger.
///
/// All three delete the outbox entry.
public enum ResultDisposition: String, CaseIterable, Hashable, Sendable {
    /// It was accepted.
    case recorded
    /// It had been accepted before.
    case duplicate
    /// Its fence is not the attempt's any more.
    case stale
}
