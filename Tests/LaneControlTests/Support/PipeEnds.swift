import System

/// A pipe whose ends may be used from two threads.
final class PipeEnds: Sendable {
    let reader: Int32
    private let writer: ByteStreamBox
    private let owner: Descriptor

    init() throws {
        let pipe = try Pipe()
        let readerCopy = try pipe.reader.duplicate()
        reader = readerCopy.rawValue
        owner = readerCopy
        writer = ByteStreamBox(try ByteStream(try pipe.writer.duplicate()))
    }

    /// Makes the reader readable for good.
    func write() {
        _ = writer.stream.enqueue([1])
        writer.stream.flush()
    }
}

/// A stream that one thread at a time uses.
final class ByteStreamBox: @unchecked Sendable {
    let stream: ByteStream

    init(_ stream: ByteStream) {
        self.stream = stream
    }
}
