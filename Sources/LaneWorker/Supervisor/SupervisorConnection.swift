import LaneCore
import Protocol
import System

/// One connection to the lane's socket.
final class SupervisorConnection {
    /// What became of what was received.
    enum Reception: Equatable {
        /// All of it was handed over.
        case complete
        /// Frames wait: the turn's share is used up.
        case more
        /// The peer closed, or broke the protocol so that the connection must end; why.
        case ended(String)
    }

    /// The most frames of one turn.
    static let frameCountMax = 64

    /// Its name.
    let id: LaneCore.ConnectionID
    private let stream: ByteStream
    private var decoder = FrameDecoder()
    private var link = WorkerLink()
    /// Answers to commands that the core has not handled yet.
    private var heldAnswers: [UInt8] = []
    /// True once the peer does not read: it loses the connection, but no result.
    private(set) var isOverrun = false
    /// What the event loop waits for now.
    var watchedInterest: Interest = .read

    /// Takes over an accepted connection.
    init(_ id: LaneCore.ConnectionID, _ descriptor: consuming Descriptor) throws(SystemError) {
        self.id = id
        stream = try ByteStream(descriptor)
    }

    /// The descriptor's number.
    var descriptor: Int32 { stream.descriptor }

    /// What the event loop must wait for.
    var interest: Interest {
        var interest: Interest = []
        if stream.wantsRead { interest.insert(.read) }
        if stream.wantsWrite { interest.insert(.write) }
        return interest
    }

    /// Reads what has arrived and hands commands over, at most `frameCountMax`.
    func receive(into inbox: Inbox) -> Reception {
        stream.readAvailable()
        // The decoder keeps one unfinished frame; the rest of a flood stays in the stream.
        if decoder.waitingByteCount <= FrameDecoder.standardByteCountMax {
            decoder.append(stream.takeInput())
        }
        do throws(ProtocolError) {
            for _ in 0..<Self.frameCountMax {
                guard let line = try decoder.next() else { return receptionAtRest }
                take(line, into: inbox)
            }
            return .more
        } catch {
            return .ended(error.description)
        }
    }

    /// Sends the answers to commands that the core has handled meanwhile.
    func sendHeldAnswers() {
        guard !heldAnswers.isEmpty else { return }
        send(heldAnswers)
        heldAnswers = []
    }

    /// Says something.
    func say(_ report: LaneReport) {
        guard let bytes = link.encode(report) else { return }
        send(bytes)
    }

    /// Sends what waits, as far as the peer takes it.
    func flush() { stream.flush() }

    /// Closes the connection and discards what was not parsed.
    func close() {
        stream.flush()
        stream.close()
    }

    private func take(_ line: ArraySlice<UInt8>, into inbox: Inbox) {
        switch link.decode(line) {
        case .command(let command, let answer):
            inbox.add(.commandReceived(id, command))
            if let answer { heldAnswers += answer }
        case .refused(let answer, _):
            heldAnswers += answer
        }
    }

    private func send(_ bytes: [UInt8]) {
        if !stream.enqueue(bytes) { isOverrun = true }
        stream.flush()
    }

    private var receptionAtRest: Reception {
        switch stream.state {
        case .open: stream.inputByteCount > 0 ? .more : .complete
        case .inputEnded: .ended("the peer closed it")
        case .failed(let error): .ended(error.description)
        case .closed: .ended("it was closed")
        }
    }
}
