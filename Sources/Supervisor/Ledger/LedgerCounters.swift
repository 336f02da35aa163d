/// What a ledger has done since it was opened, for benchmarks and metrics.
struct LedgerCounters: Equatable {
    /// Transactions that `commit` made durable.
    var commitCount: UInt64 = 0
    /// Writes in them.
    var writeCount: UInt64 = 0
    /// Rows that retention deleted.
    var prunedRowCount: UInt64 = 0
}
