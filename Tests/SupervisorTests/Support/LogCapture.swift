import System
import XCTest

@testable import Supervisor

/// A log that a test reads: a pipe, which must outlive whoever writes.
final class LogCapture {
    let log: EventLog
    private let reader: ByteStream
    private let writer: Int32

    init() throws {
        let pipe = try System.Pipe()
        reader = try ByteStream(pipe.reader)
        writer = pipe.writer.release()
        log = EventLog(LogWriter(descriptor: writer))
    }

    deinit {
        reader.close()
        _ = Descriptor(adopting: writer)
    }

    /// What was written since the last call.
    func text() -> String {
        log.flush()
        reader.readAvailable()
        return String(decoding: reader.takeInput(), as: UTF8.self)
    }
}
