/// Cuts a stream of bytes into lines, whatever the pieces are in which it arrives.
///
/// A line ends with a line feed; a carriage return before it is dropped, and empty lines are
/// skipped. Nothing is copied but what waits for its end, and no more than `byteCountMax` bytes ever
/// wait.
public struct FrameDecoder: Sendable {
    /// The most bytes a frame may have without its line feed: 2 MiB.
    public static let standardByteCountMax = 2 * 1024 * 1024

    /// Buffers up to this size are kept when they are empty; larger ones are given back.
    private static let keptByteCountMax = 64 * 1024

    private let byteCountMax: Int
    private var buffer: [UInt8] = []

    /// Where the first line that has not been handed out begins.
    private var start = 0

    /// Where no line feed was found yet; not before `start`.
    private var scanned = 0

    /// True once a frame was too large: nothing that follows can be trusted.
    private var isBroken = false

    /// Creates a decoder at the beginning of a stream.
    ///
    /// - Parameter byteCountMax: The most bytes of a frame, at least 1.
    public init(byteCountMax: Int = FrameDecoder.standardByteCountMax) {
        self.byteCountMax = byteCountMax
    }

    /// How many bytes wait for the end of their line.
    public var waitingByteCount: Int { buffer.count - start }

    /// Takes bytes as they arrived.
    ///
    /// Call `next()` until it returns nil before more are taken, so that the buffer stays bounded.
    public mutating func append(_ bytes: some Collection<UInt8>) {
        guard !isBroken else { return }
        discardConsumed()
        buffer.append(contentsOf: bytes)
    }

    /// Hands out the next line.
    ///
    /// - Returns: The line without its end, never empty; nil if none is complete.
    /// - Throws: `frameTooLarge` once, with the number of bytes seen; nil follows for ever, because
    ///   this is an error of the connection.
    public mutating func next() throws(ProtocolError) -> ArraySlice<UInt8>? {
        while !isBroken {
            guard let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) else {
                scanned = buffer.count
                try refuse(byteCount: buffer.count - start)
                return nil
            }
            let line = buffer[start..<end]
            try refuse(byteCount: line.count)
            start = end + 1
            scanned = start
            let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if !content.isEmpty { return content }
        }
        return nil
    }

    private mutating func refuse(byteCount: Int) throws(ProtocolError) {
        guard byteCount > byteCountMax else { return }
        isBroken = true
        buffer = []
        start = 0
        scanned = 0
        throw ProtocolError(
            .frameTooLarge,
            "a frame of \(byteCount) bytes or more is larger than \(byteCountMax) bytes"
        )
    }

    private mutating func discardConsumed() {
        guard start > 0 else { return }
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptByteCountMax)
        } else {
            buffer.removeSubrange(..<start)
        }
        scanned -= start
        start = 0
    }
}
