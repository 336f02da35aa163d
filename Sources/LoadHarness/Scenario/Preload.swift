/// What an instance has before its load begins; it was all done by the instance itself or written into
/// a ledger that its own supervisor has made.
struct Preload: Equatable, Sendable {
    /// Missions that have ended, 0 to 2,000,000.
    var finishedCount = 0
    /// Missions that wait when the supervisor is started again, 0 to 1,000,000.
    var queuedCount = 0
}
