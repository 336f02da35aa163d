import ControlPlane
import Protocol
import System

/// One connection to a lane's worker.
final class LaneLink {
    /// The most frames of one link in one turn; the rest waits for the next.
    static let frameCountMax = 128

    let lane: LaneID
    let generation: Generation
    let stream: ByteStream
    var registration: Registration?
    /// True if the descriptor was ready, or frames wait that were not looked at for want of time.
    var hasInput = false
    /// True once a command did not fit: the worker does not read, so the link is of no use.
    private var isStuck = false
    private var decoder = FrameDecoder()
    private var codec = SupervisorLink()

    init(_ lane: LaneID, _ generation: Generation, _ stream: ByteStream) {
        self.lane = lane
        self.generation = generation
        self.stream = stream
    }

    var interest: Interest {
        var interest: Interest = []
        if stream.wantsRead { interest.insert(.read) }
        if stream.wantsWrite { interest.insert(.write) }
        return interest
    }

    /// Queues a command.
    ///
    /// If the worker lets megabytes lie unread, the next `receive` says that the link is over.
    func send(_ command: LaneCommand) {
        guard !stream.enqueue(codec.encode(command)) else { return }
        isStuck = true
        hasInput = true
    }

    /// Hands over what the worker has said.
    ///
    /// - Returns: Why the link is over; nil if it is not.
    func receive(_ take: (LaneReport) -> Void) -> String? {
        hasInput = false
        // What it says is not waited for: the next link's hello asks for all of it again.
        if isStuck { return "the worker does not read its commands" }
        if decoder.waitingByteCount <= FrameDecoder.standardByteCountMax {
            decoder.append(stream.takeInput())
        }
        do throws(ProtocolError) {
            for _ in 0..<Self.frameCountMax {
                guard let line = try decoder.next() else { return endIfClosed() }
                if let report = try codec.decode(line) { take(report) }
            }
            hasInput = true
            return nil
        } catch {
            return error.description
        }
    }

    private func endIfClosed() -> String? {
        switch stream.state {
        case .open:
            hasInput = stream.inputByteCount > 0
            return nil
        case .inputEnded: return "the worker closed it"
        case .failed(let error): return error.description
        case .closed: return "closed"
        }
    }
}
