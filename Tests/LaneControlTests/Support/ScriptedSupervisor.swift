import Foundation
import Protocol
import System
import XCTest

/// A control socket whose answers a test decides.
///
/// The client under test waits in the test's own thread, so the other end has threads of its own:
/// one that accepts, and one a connection.
final class ScriptedSupervisor: @unchecked Sendable {
    /// What is done about a request.
    enum Action {
        /// Answers it.
        case reply(ControlReply)
        /// Sends an event.
        case event(EventRecord)
        /// Sends these bytes.
        case raw(String)
        /// Presses Ctrl-C in the client's terminal.
        case interrupt
        /// Closes the connection.
        case close
    }

    typealias Script = @Sendable (ControlCommand) -> [Action]

    /// Where it listens.
    let path: String
    /// What becomes readable at Ctrl-C.
    let interruptDescriptor: Int32
    private let folder: String
    private let listener: UnixListener
    private let interruptEnds: PipeEnds
    private let stopEnds: PipeEnds
    private let script: Script
    private let lock = NSLock()
    private var received: [ControlCommand] = []
    private var connectionCount = 0
    private let finished = DispatchGroup()

    /// Listens, and answers `hello` by itself.
    init(_ script: @escaping Script) throws {
        folder = "/tmp/lkc-\(CurrentProcess.pid)-\(try Entropy.seed() % 1_000_000)"
        try Files.createFolders(folder, mode: 0o700)
        path = folder + "/control.sock"
        listener = try UnixListener(path: path, mode: 0o600)
        interruptEnds = try PipeEnds()
        stopEnds = try PipeEnds()
        interruptDescriptor = interruptEnds.reader
        self.script = script
        start { try self.acceptAll() }
    }

    /// Every request but `hello`, in the order of arrival.
    var requests: [ControlCommand] { lock.withLock { received } }

    /// How many connections there were.
    var connections: Int { lock.withLock { connectionCount } }

    /// Presses Ctrl-C before the client has asked anything.
    func interrupt() {
        interruptEnds.write()
    }

    /// Ends every connection and waits for the threads.
    func stop() {
        stopEnds.write()
        finished.wait()
        listener.unlinkPath()
        XCTAssertNoThrow(try Files.removeTree(folder))
    }

    private func start(_ body: @escaping @Sendable () throws -> Void) {
        finished.enter()
        Thread.detachNewThread {
            defer { self.finished.leave() }
            // A client that goes away in the middle ends its connection's thread.
            try? body()
        }
    }

    private func acceptAll() throws {
        while true {
            let items = [(descriptor: listener.descriptor, interest: Interest.read)]
            let ready = try Poll.wait(items + [(stopEnds.reader, .read)], until: nil)
            guard !ready.contains(stopEnds.reader) else { return }
            while let connection = try listener.accept() {
                lock.withLock { connectionCount += 1 }
                let descriptor = try connection.descriptor.duplicate().release()
                start { try self.serve(Descriptor(adopting: descriptor)) }
            }
        }
    }

    private func serve(_ descriptor: consuming Descriptor) throws {
        let stream = try ByteStream(descriptor)
        defer { stream.close() }
        var decoder = FrameDecoder()
        while stream.state == .open {
            let items = [(descriptor: stream.descriptor, interest: Interest.read)]
            let ready = try Poll.wait(items + [(stopEnds.reader, .read)], until: nil)
            guard !ready.contains(stopEnds.reader) else { return }
            stream.readAvailable()
            decoder.append(stream.takeInput())
            while let line = try decoder.next() {
                guard try answer(line, over: stream) else { return }
            }
        }
    }

    private func answer(_ line: ArraySlice<UInt8>, over stream: ByteStream) throws -> Bool {
        let frame = try ControlRequestFrame(decoding: line)
        for action in actions(for: frame.command) {
            switch action {
            case .reply(let reply): send(ControlMessage.answer(frame.id, reply).encoded(), stream)
            case .event(let event): send(ControlMessage.event(event).encoded(), stream)
            case .raw(let text): send(Array(text.utf8), stream)
            case .interrupt: interruptEnds.write()
            case .close: return false
            }
        }
        return true
    }

    private func actions(for command: ControlCommand) -> [Action] {
        guard case .hello = command else {
            lock.withLock { received.append(command) }
            return script(command)
        }
        return [.reply(.hello(ServerHello(protocolVersion: 1, version: "0.1.0", role: .operator)))]
    }

    private func send(_ bytes: [UInt8], _ stream: ByteStream) {
        guard stream.enqueue(bytes) else { return }
        while stream.wantsWrite {
            stream.flush()
            // The client reads slowly where the answer is larger than the kernel's buffer.
            guard (try? Poll.waitWritable(stream.descriptor, until: nil)) == true else { return }
        }
    }
}
