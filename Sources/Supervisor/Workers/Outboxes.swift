import Protocol
import System

/// The results that dead workers have left.
struct Outboxes {
    let paths: InstancePaths
    let log: EventLog

    /// Reads a lane's outbox, ascending by run id.
    ///
    /// An entry that cannot be read stays where it is and is logged: its attempt counts as crashed,
    /// and nothing is overwritten.
    ///
    /// - Throws: `SystemError` if the folder or a file cannot be read now: ask again, for a result
    ///   that is not read would be lost.
    func read(_ lane: LaneID) throws(SystemError) -> [RunResult] {
        let folder = paths.outbox(of: lane)
        guard try Files.information(folder) != nil else { return [] }
        var results: [RunResult] = []
        for name in try Files.list(folder).sorted() where name.hasSuffix(".json") {
            if let result = try read("\(folder)/\(name)") { results.append(result) }
        }
        return results
    }

    private func read(_ path: String) throws(SystemError) -> RunResult? {
        guard let file = try Files.information(path) else { return nil }
        guard file.kind == .file, file.byteCount <= Int64(RunResult.byteCountMax) else {
            log.error("outbox.corrupt", "\"\(path)\" is no result of a run")
            return nil
        }
        let bytes = try Files.read(path, byteCountMax: RunResult.byteCountMax)
        do throws(ProtocolError) {
            return try RunResult(decoding: bytes[...])
        } catch {
            log.error("outbox.corrupt", "\"\(path)\": \(error.description)")
            return nil
        }
    }

    /// Deletes the entry of a result that is in the ledger.
    func delete(_ runID: RunID, of lane: LaneID) {
        do throws(SystemError) {
            _ = try Files.remove(paths.outboxEntry(runID, of: lane))
        } catch {
            // It is found again at the next look, and is a duplicate then.
            log.warning("outbox.notDeleted", error.description)
        }
    }
}
