import System

/// The log file of one attempt: what its processes wrote, up to a bound.
final class RunLog {
    private let file: AppendFile
    /// Bytes that a full disk refused.
    private var refusedByteCount: UInt64 = 0

    /// Opens the log.
    ///
    /// - Parameters:
    ///   - path: The file; an attempt that is started anew continues it.
    ///   - byteCountMax: The bound.
    /// - Throws: `SystemError` when it cannot be opened.
    init(path: String, byteCountMax: UInt64) throws(SystemError) {
        let bound = Int(clamping: byteCountMax)
        file = try AppendFile(path: path, mode: 0o600, byteCountMax: bound)
    }

    /// Appends output; returns how many bytes of it were cut or refused by the disk.
    func append(_ bytes: [UInt8]) -> UInt64 {
        let before = file.droppedByteCount
        do throws(SystemError) {
            try file.append(bytes[...])
            return file.droppedByteCount - before
        } catch {
            // The run goes on without its log; the result says how much is missing.
            return UInt64(bytes.count)
        }
    }

    /// Adds a line of the worker's own.
    func note(_ text: String) {
        _ = append(Array("[lane-worker: \(text)]\n".utf8))
    }
}
