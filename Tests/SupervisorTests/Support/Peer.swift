import IntegrationSupport
import Protocol
import System

/// The far end of a connection of the code under test, watched by the same reactor.
final class Peer {
    let stream: ByteStream
    private let reactor: Reactor
    private var registration: Registration?
    private var decoder = FrameDecoder()

    /// Connects, and reads whatever comes unless told otherwise.
    convenience init(_ path: String, _ reactor: Reactor, reads: Bool = true) throws {
        try self.init(try UnixSocket.connect(path), reactor, reads: reads)
    }

    init(_ descriptor: consuming Descriptor, _ reactor: Reactor, reads: Bool = true) throws {
        stream = try ByteStream(descriptor)
        self.reactor = reactor
        if reads { try startReading() }
    }

    deinit { close() }

    func startReading() throws {
        registration = try reactor.watch(stream.descriptor, .read) { [unowned self] _ in
            stream.readAvailable()
            // A connection that has ended is always ready.
            if stream.state != .open { stopReading() }
        }
    }

    func stopReading() {
        if let registration { reactor.forget(registration) }
        registration = nil
    }

    func send(_ bytes: [UInt8]) throws {
        guard stream.enqueue(bytes) else { throw TestFailure("cannot send: \(stream.state)") }
        stream.flush()
        guard !stream.wantsWrite else { throw TestFailure("nobody reads") }
    }

    /// The next line that has arrived; nil if there is none yet.
    func nextLine() throws -> [UInt8]? {
        decoder.append(stream.takeInput())
        return try decoder.next().map { Array($0) }
    }

    func close() {
        stopReading()
        stream.close()
    }
}
