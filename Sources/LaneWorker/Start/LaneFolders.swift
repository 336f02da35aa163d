import Protocol
import System

/// The folders of one lane.
struct LaneFolders {
    /// The lane's folder, without a slash at its end.
    let root: String

    var workspace: String { "\(root)/workspace" }
    var home: String { "\(root)/home" }
    var temporary: String { "\(root)/tmp" }
    var logs: String { "\(root)/logs" }
    var outbox: String { "\(root)/outbox" }
    var runs: String { "\(root)/runs" }
    var lock: String { "\(root)/worker.lock" }

    /// What holds the copies of the workspace, one a run; there once a run needs one.
    ///
    /// Beside the workspace, so that no copy has another in it, and not in `temporary`, which
    /// belongs to the runs.
    var copies: String { "\(root)/shadow" }

    /// The folder that a run works in: the workspace, or a copy of it that is the run's own.
    func workspace(of order: LaunchOrder) -> String {
        order.envelope.isCopy ? "\(copies)/\(order.runID)" : workspace
    }

    /// The log of a run.
    func log(of runID: RunID) -> String { "\(logs)/\(runID).log" }

    /// The outbox entry of a run.
    func outboxEntry(of runID: RunID) -> String { "\(outbox)/\(runID).json" }

    /// The folder of a run's own files.
    func run(_ runID: RunID) -> RunFolder { RunFolder(path: "\(runs)/\(runID)") }

    /// Creates the lane's folder, so that its lock can be taken.
    func createRoot() throws(SystemError) {
        try Files.createFolders(root, mode: 0o700)
    }

    /// Creates what is missing, for the owner only.
    func create() throws(SystemError) {
        for folder in [workspace, home, temporary, logs, outbox, runs] {
            try Files.createFolders(folder, mode: 0o700)
        }
    }

    /// Removes the folders of runs that have no result to be acknowledged: their worker died.
    ///
    /// - Parameter kept: Runs whose folders stay.
    /// - Returns: Why some of them are left; empty if none is.
    /// - Throws: `SystemError` if it cannot be said which there are.
    func removeStaleRuns(except kept: [RunID]) throws(SystemError) -> [SystemError] {
        var failures: [SystemError] = []
        for name in try Files.list(runs) where !kept.contains(where: { $0.rawValue == name }) {
            do throws(SystemError) {
                try Files.removeTree("\(runs)/\(name)")
            } catch {
                failures.append(error)
            }
        }
        return failures
    }
}
