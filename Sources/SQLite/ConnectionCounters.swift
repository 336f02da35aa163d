/// Counters of a connection since it was opened, for benchmarks and metrics.
public struct ConnectionCounters: Equatable, Sendable {
    /// Pages found in the cache.
    public let cacheHitCount: Int64

    /// Pages that had to be read from the file.
    public let cacheMissCount: Int64

    /// Pages written to the log or the file.
    public let pageWriteCount: Int64

    /// Rows inserted, updated or deleted.
    public let changedRowCount: Int64
}
