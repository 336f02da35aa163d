import CSQLite

extension SQLiteError {
    /// The system call behind it was refused: EACCES, EPERM or EROFS.
    public var isNotPermitted: Bool { csqlite_is_not_permitted(systemError) != 0 }
}
