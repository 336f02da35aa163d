import Protocol

/// What is known of an entitlement that lanes share.
struct Pool: Equatable, Sendable {
    /// How often the oldest of each lower class was passed over in it.
    var share = MinimumShare()
    /// How fast runs start in it.
    var bucket = StartBucket()
    /// Permits that runs have given up, and that no interactive mission has taken yet.
    var vacatedCount = 0
    /// Whether its lanes may start work.
    var machine = PoolMachine()

    /// Creates a pool that is open and of which nothing is known.
    init() {}

    /// Goes on where the ledger says.
    init(_ record: PoolRecord) {
        machine = PoolMachine(record)
    }
}
