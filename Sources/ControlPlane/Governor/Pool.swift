import Protocol

/// What is known of an entitlement that lanes share.
struct Pool: Equatable, Sendable {
    /// How often the oldest of each lower class was passed over in it.
    var share = MinimumShare()
    /// How fast runs start in it.
    var bucket = StartBucket()
}
