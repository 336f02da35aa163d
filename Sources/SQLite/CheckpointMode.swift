import CSQLite

/// How much a checkpoint insists.
public enum CheckpointMode: Sendable {
    /// Moves what it can without waiting for anyone.
    case passive
    /// Moves everything and cuts the log to no bytes; needs that nobody else reads or writes.
    case truncate

    var code: Int32 {
        switch self {
        case .passive: SQLITE_CHECKPOINT_PASSIVE
        case .truncate: SQLITE_CHECKPOINT_TRUNCATE
        }
    }
}
