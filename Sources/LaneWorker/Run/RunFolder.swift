import Protocol
import System

/// The files of one run: what it is asked, and what it answers.
struct RunFolder: Equatable {
    /// The folder.
    let path: String

    /// The objective's text, for `LANE_OBJECTIVE_FILE`.
    var objectiveFile: String { "\(path)/objective" }
    /// The rest of the mission as one JSON object: constraints, criteria, budget, labels.
    var missionFile: String { "\(path)/mission.json" }
    /// Where the runtime may leave its result, for `LANE_RESULT_FILE`.
    var resultFile: String { "\(path)/result.json" }

    /// Creates the folder anew and writes what the runtime is asked.
    ///
    /// Not synced: a run does not outlive the machine.
    func prepare(for envelope: MissionEnvelope) throws(SystemError) {
        try Files.removeTree(path)
        try Files.createFolders(path, mode: 0o700)
        try write(Array(envelope.objective.utf8), to: objectiveFile)
        try write(Array(envelope.ledgerText.utf8), to: missionFile)
    }

    /// Reads the result that the runtime left.
    ///
    /// - Returns: Nil if there is none; a text that says why, if it cannot be used.
    func readResult() -> Result<ResultReport?, ResultFileError> {
        do throws(SystemError) {
            // A pipe under this name would never be read to its end.
            guard let file = try Files.information(resultFile) else { return .success(nil) }
            guard file.kind == .file else {
                return .failure(ResultFileError(reason: "it is not a regular file"))
            }
            return decode(
                try Files.read(resultFile, byteCountMax: ResultReport.fileByteCountMax)
            )
        } catch {
            return .failure(ResultFileError(reason: error.description))
        }
    }

    /// Removes the folder.
    func remove() throws(SystemError) {
        try Files.removeTree(path)
    }

    private func decode(_ bytes: [UInt8]) -> Result<ResultReport?, ResultFileError> {
        do throws(ProtocolError) {
            return .success(try ResultReport(decodingFile: bytes[...]))
        } catch {
            return .failure(ResultFileError(reason: error.description))
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let file = try AppendFile(path: path, mode: 0o600, byteCountMax: bytes.count)
        try file.append(bytes[...])
    }
}
