import CLinux
import Protocol

/// Log lines in logfmt to standard error, never waiting for whoever reads them.
///
/// A line is written at once when nothing is pending. What the reader does not take is kept up to a
/// bound; lines beyond it are dropped whole and counted, and the count is written as
/// `event=log.dropped` as soon as there is room again. Under journald lines begin with `<priority>`
/// and carry no time, because journald adds it.
public final class LogWriter {
    /// The most bytes of lines that are kept for a slow reader.
    public static let pendingByteCountMax = 256 * 1_024

    /// The least important level that is written.
    public var minimum: LogLevel
    /// Lines that were dropped since the beginning.
    public private(set) var droppedLineCount: UInt64 = 0

    private let sink: LogSink
    private let isJournal: Bool
    private var scratch: [UInt8] = []
    private var pending: [UInt8] = []
    private var pendingStart = 0
    private var unreportedCount: UInt64 = 0

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - descriptor: An open descriptor that outlives the writer, which does not own it.
    ///   - minimum: The least important level that is written.
    public init(descriptor: Int32 = 2, minimum: LogLevel = .info) {
        self.minimum = minimum
        sink = LogSink(descriptor)
        isJournal = Self.isJournal(descriptor)
    }

    /// The descriptor to register for writing while `wantsWrite`; it may be another than was given.
    public var descriptor: Int32 { sink.descriptor }

    /// Whether lines wait for the reader.
    public var wantsWrite: Bool { pendingByteCount > 0 }

    private var pendingByteCount: Int { pending.count - pendingStart }

    /// Writes one line, or keeps it, or drops and counts it.
    ///
    /// - Parameters:
    ///   - level: Below `minimum` nothing happens and `fields` is not called.
    ///   - event: The raw value of the event's enum case, `noun.pastVerb`.
    ///   - fields: Adds the fields in the order in which they are to stand.
    public func write(
        _ level: LogLevel,
        _ event: String,
        _ fields: (inout LogFields) -> Void = { _ in }
    ) {
        guard level <= minimum else { return }
        reportDrops()
        append(level, event, fields)
        flush()
    }

    /// Writes what is pending, as far as the reader takes it.
    public func flush() {
        while wantsWrite {
            let start = pendingStart
            let count = pending.withUnsafeBytes { bytes in
                sink.write(UnsafeRawBufferPointer(rebasing: bytes[start...]))
            }
            // A reader that is gone for good is like one that never reads: the bound holds.
            guard count > 0 else { break }
            pendingStart += count
        }
        if pendingByteCount == 0 {
            pending.removeAll(keepingCapacity: pending.count <= 16_384)
            pendingStart = 0
        } else if pendingStart > pending.count / 2 {
            pending.removeSubrange(..<pendingStart)
            pendingStart = 0
        }
        if unreportedCount > 0, pendingByteCount < Self.pendingByteCountMax / 2 { reportDrops() }
    }

    private func reportDrops() {
        guard unreportedCount > 0, pendingByteCount < Self.pendingByteCountMax / 2 else { return }
        let count = unreportedCount
        unreportedCount = 0
        append(.warning, "log.dropped") { $0.add("line_count", count) }
    }

    private func append(
        _ level: LogLevel,
        _ event: String,
        _ fields: (inout LogFields) -> Void
    ) {
        var line = LogFields(reusing: scratch)
        scratch = []
        if isJournal {
            line.addPrefix("<\(level.priority)>")
        } else {
            line.add("time", LogTime.text(Clock.now().wall))
        }
        line.add("level", level.rawValue)
        line.add("event", event)
        fields(&line)
        line.endLine()
        if pendingByteCount + line.bytes.count <= Self.pendingByteCountMax {
            pending.append(contentsOf: line.bytes)
        } else {
            droppedLineCount += 1
            unreportedCount += 1
        }
        scratch = line.bytes
    }

    /// Whether the descriptor is the one that journald gave us.
    ///
    /// Source: systemd.exec(5), `$JOURNAL_STREAM`: device and inode in decimal.
    private static func isJournal(_ descriptor: Int32) -> Bool {
        guard let stream = Environment.value(of: "JOURNAL_STREAM") else { return false }
        var file = clinux_file_info()
        guard clinux_file_of(descriptor, &file) == 0 else { return false }
        return stream == "\(file.device):\(file.inode)"
    }
}
