import Protocol
import SQLite

extension MigrationError {
    /// What the supervisor exits with when it cannot open its ledger.
    ///
    /// 77 where the file or its folder may not be written, 75 where there is no room for it, since both
    /// are cured without touching the file; 70 for everything else: damaged, of a newer release, of
    /// another program, held by another process.
    var exitCode: ExitCode {
        guard let cause else { return .internalFailure }
        if cause.isDiskFull { return .temporary }
        return cause.isReadOnly || cause.isNotPermitted ? .notPermitted : .internalFailure
    }
}
