import Harness
import Protocol
import System

/// A client that wants to hear every event there ever was, and does not read.
///
/// It lasts until the supervisor hangs up on it, or its time is over.
final class SlowReader: Fault {
    private static let name = "a client"

    private var stream: ByteStream?

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        let wasBusy = try scene.isBusy()
        do throws(SystemError) {
            stream = try Self.subscribed(scene.instance.controlSocket)
            return .lasting(object: Self.name, wasBusy: wasBusy)
        } catch {
            return .notYet(object: Self.name, because: "\(error)")
        }
    }

    private static func subscribed(_ path: String) throws(SystemError) -> ByteStream {
        let stream = try ByteStream(try UnixSocket.connect(path))
        var filter = EventFilter()
        filter.cursor = 0
        filter.follows = true
        let hello = ControlHello(program: "laneload slow reader", version: Version.text)
        let commands: [ControlCommand] = [.hello(hello), .eventsSubscribe(filter)]
        for (index, command) in commands.enumerated() {
            let frame = ControlRequestFrame(id: .number(Int64(index + 1)), command: command)
            // Two lines of a few hundred bytes fit into every buffer.
            _ = stream.enqueue(frame.encoded())
        }
        stream.flush()
        return stream
    }

    func hasEnded() throws(HarnessError) -> Bool {
        guard let stream else { return true }
        return try HarnessError.describing { () throws(SystemError) in
            // What it does not read makes it readable; only the other side's end is asked for.
            try !Poll.wait([(stream.descriptor, [])], until: Clock.bootTime()).isEmpty
        }
    }

    func end(_ scene: FaultScene) {
        stream?.close()
        stream = nil
    }
}
