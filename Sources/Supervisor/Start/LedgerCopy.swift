import Protocol
import SQLite
import System

/// The verb `copy-ledger`: one copy of a ledger, checked in full.
struct LedgerCopy {
    /// The ledger, which may be in use.
    let from: String
    /// A file that does not exist.
    let to: String

    /// Makes the copy; without one, nothing is left of it, and one line says why.
    ///
    /// - Returns: What the program exits with: 6 if something is at the copy's path, else as for a
    ///   ledger that cannot be opened.
    func run() -> ExitCode {
        CurrentProcess.setFileModeMask(0o077)
        guard !Files.exists(to) else {
            complain("\"\(to)\" exists already")
            return .conflict
        }
        do throws(MigrationError) {
            try Ledger.copy(from, to: to)
            return .done
        } catch {
            for suffix in ["", "-journal", "-wal", "-shm"] {
                // What is left is no copy; whoever asked for it hears of the failure in any case.
                _ = try? Files.remove(to + suffix)
            }
            complain(error.description)
            return error.exitCode
        }
    }

    private func complain(_ line: String) {
        // Nobody is left to hear of a standard error that cannot be written.
        try? StandardStreams.writeError("lanekeeper: \(line)\n")
    }
}
