import IntegrationSupport
import Protocol
import System

/// Somebody who is not the supervisor and connects to a lane's socket.
final class LaneIntruder {
    private let stream: ByteStream
    private var decoder = FrameDecoder()
    private var link = SupervisorLink()

    init(_ path: String) throws {
        stream = try ByteStream(try UnixSocket.connect(path))
    }

    deinit { stream.close() }

    /// Says something, and returns the first report; nil if the worker hangs up without one.
    func answer(to command: LaneCommand) throws -> LaneReport? {
        guard stream.enqueue(link.encode(command)) else { throw TestFailure("cannot send") }
        stream.flush()
        let deadline = Deadline.after(10)
        while true {
            while let line = try decoder.next() {
                if let report = try link.decode(line) { return report }
            }
            guard stream.wantsRead else { return nil }
            guard try Poll.waitReadable(stream.descriptor, until: deadline) else {
                throw TestFailure("no answer of the worker")
            }
            stream.readAvailable()
            decoder.append(stream.takeInput())
        }
    }
}
