/// Why a commit did not happen.
enum CommitFailure: Error {
    /// The disk is full; the driver tries again.
    case diskFull
    /// The supervisor died first.
    case crashed
    /// The ledger does not allow it: a bug, already noted.
    case refused
}
