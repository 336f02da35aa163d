import Protocol
import System

/// The results on disk: one file a run, until its result is acknowledged.
struct OutboxFolder {
    private let folders: LaneFolders
    private let log: LogWriter

    /// Names the outbox of a lane.
    init(_ folders: LaneFolders, log: LogWriter) {
        self.folders = folders
        self.log = log
    }

    /// Reads every result, and removes what a crash left of one that was being written.
    ///
    /// A file that cannot be understood stays where it is and is logged.
    func load() throws(SystemError) -> [RunResult] {
        var results: [RunResult] = []
        for name in try Files.list(folders.outbox).sorted() {
            let path = "\(folders.outbox)/\(name)"
            if name.hasSuffix(".json") {
                if let result = try read(path) { results.append(result) }
            } else if name.hasSuffix(".new") {
                try Files.remove(path)
            }
        }
        return results
    }

    /// Makes a result durable.
    func write(_ result: RunResult) throws(SystemError) {
        try Files.writeAtomically(
            result.encoded(),
            to: folders.outboxEntry(of: result.runID),
            mode: 0o600,
            beforeRename: { CrashPoints.pass("worker.outboxWritten") }
        )
        CrashPoints.pass("worker.outboxRenamed")
    }

    /// Deletes a result that the supervisor has, and the run's own files.
    func delete(_ runID: RunID) {
        do throws(SystemError) {
            try Files.remove(folders.outboxEntry(of: runID))
            try folders.run(runID).remove()
        } catch {
            // It would be reported again, and acknowledged again.
            log.write(.warning, .outboxFailed, error, run: runID.rawValue)
        }
    }

    private func read(_ path: String) throws(SystemError) -> RunResult? {
        guard let file = try Files.information(path) else { return nil }
        guard file.kind == .file, file.byteCount <= Int64(RunResult.byteCountMax) else {
            return refuse(path, "it is no result of a run")
        }
        let bytes = try Files.read(path, byteCountMax: RunResult.byteCountMax)
        do throws(ProtocolError) {
            return try RunResult(decoding: bytes[...])
        } catch {
            return refuse(path, error.description)
        }
    }

    private func refuse(_ path: String, _ problem: String) -> RunResult? {
        log.write(.error, .outboxFailed) { fields in
            fields.add("path", path)
            fields.add("error", problem)
        }
        return nil
    }
}
