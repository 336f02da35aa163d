/// Cuts the output of a runtime into lines, and keeps only the beginning of a line that is too long.
///
/// Never an error, and never more memory than `byteCountMax`: a line of any length is scanned once.
public struct BoundedLineSplitter: Sendable {
    /// A line, or the beginning of one.
    public struct Line: Equatable, Sendable {
        /// The line without its end.
        public var bytes: ArraySlice<UInt8>
        /// How many bytes of it were cut.
        public var droppedByteCount: Int

        /// True if the line was longer.
        public var isTruncated: Bool { droppedByteCount > 0 }
    }

    private let byteCountMax: Int

    /// The beginning of a line whose end has not come.
    private var partial: [UInt8] = []

    /// How many bytes of that line were cut.
    private var droppedByteCount = 0

    /// Creates a splitter at the beginning of a stream.
    ///
    /// - Parameter byteCountMax: The most bytes that are kept of a line, at least 1.
    public init(byteCountMax: Int) {
        self.byteCountMax = byteCountMax
    }

    /// Takes bytes as they arrived, and hands out every line that they complete.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes of the stream.
    ///   - body: Called for each line, empty ones included, in order. The bytes are valid after it
    ///     too, but keep the whole of `bytes` alive.
    public mutating func append(_ bytes: ArraySlice<UInt8>, _ body: (Line) -> Void) {
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let tail = rest[..<end]
            rest = rest[(end + 1)...]
            if partial.isEmpty, droppedByteCount == 0 {
                body(cut(tail))
            } else {
                keep(tail)
                body(takeLine())
            }
        }
        keep(rest)
    }

    /// Hands out what stood after the last line feed, at the end of the stream.
    ///
    /// - Returns: Nil if there is nothing.
    public mutating func finish() -> Line? {
        partial.isEmpty && droppedByteCount == 0 ? nil : takeLine()
    }

    private func cut(_ line: ArraySlice<UInt8>) -> Line {
        let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        let kept = content.prefix(byteCountMax)
        return Line(bytes: kept, droppedByteCount: content.count - kept.count)
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        let kept = bytes.prefix(byteCountMax - partial.count)
        partial.append(contentsOf: kept)
        droppedByteCount += bytes.count - kept.count
    }

    private mutating func takeLine() -> Line {
        var line = cut(partial[...])
        line.droppedByteCount += droppedByteCount
        partial = []
        droppedByteCount = 0
        return line
    }
}
