import Protocol
import System

/// The reading end of a pipe that processes of a run write to.
final class OutputPipe {
    /// What comes through it.
    enum Content: Equatable {
        /// Log.
        case log
        /// Log, some lines of which are reports.
        case logAndReports
        /// Reports only.
        case reports
    }

    /// The most bytes of one turn.
    static let readByteCountMax = 64 * 1024
    /// How often a last read is repeated: a pipe holds 64 KiB, or 1 MiB if a runtime asked for it.
    static let lastReadCountMax = 17
    /// The most bytes a report may have; what is longer is log.
    static let reportByteCountMax = 64 * 1024

    /// What comes through it.
    let content: Content
    private let stream: ByteStream
    private var splitter = BoundedLineSplitter(byteCountMax: OutputPipe.reportByteCountMax)
    /// The watch of the event loop; nil before it began and after it ended.
    var registration: Registration?

    /// Takes over the reading end.
    init(_ reader: consuming Descriptor, _ content: Content) throws(SystemError) {
        var policy = ByteStreamPolicy()
        policy.readByteCountMax = Self.readByteCountMax
        policy.inputByteCountMax = Self.readByteCountMax
        stream = try ByteStream(reader, policy: policy)
        self.content = content
    }

    /// The descriptor's number.
    var descriptor: Int32 { stream.descriptor }

    /// True once nobody can write to it any more, or it was closed.
    var isAtEnd: Bool { stream.state != .open }

    /// Takes what can be read now, at most `readByteCountMax` bytes; empty if there is nothing.
    func read() -> [UInt8] {
        stream.readAvailable()
        return stream.takeInput()
    }

    /// Cuts bytes into lines; lines that are too long are left out.
    func lines(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        splitter.append(bytes[...]) { line in
            if !line.isTruncated { lines.append(line.bytes) }
        }
        return lines
    }

    /// What stood after the last line feed, once nothing more comes.
    func lastLine() -> ArraySlice<UInt8>? {
        guard let line = splitter.finish(), !line.isTruncated else { return nil }
        return line.bytes
    }

    /// Closes the reading end.
    func close() { stream.close() }
}
