import Protocol
import SQLite

extension MigrationError {
    /// What the supervisor exits with when it cannot open its ledger.
    ///
    /// 75 where there is no room for it and 77 where the file or its folder cannot be opened or
    /// written, since both are cured without touching the file; 70 for everything else: damaged, of a
    /// newer release, of another program, held by another process.
    var exitCode: ExitCode {
        guard let cause else { return .internalFailure }
        if cause.isDiskFull { return .temporary }
        return cause.isReadOnly || cause.isCannotOpen ? .notPermitted : .internalFailure
    }
}
