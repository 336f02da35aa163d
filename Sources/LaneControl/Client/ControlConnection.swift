import Protocol
import System

/// One connection to the control socket: lines out, lines in.
final class ControlConnection {
    /// What ended a wait.
    enum Arrival {
        /// A line, without its line feed.
        case line(ArraySlice<UInt8>)
        /// The connection ended, or what came over it cannot be trusted.
        case broken(String)
        /// Ctrl-C.
        case interrupted
        /// The deadline passed.
        case timedOut
    }

    private let stream: ByteStream
    private var decoder = FrameDecoder()

    /// Connects.
    ///
    /// - Throws: `SystemError`: `notFound`, `connectionRefused`, `accessDenied`, `nameTooLong`, or
    ///   `wouldBlock` where the listener's queue is full.
    init(path: String) throws(SystemError) {
        stream = try ByteStream(try UnixSocket.connect(path))
    }

    deinit {
        stream.close()
    }

    /// Sends a line that ends with a line feed; returns when the kernel has all of it.
    ///
    /// - Returns: Nil if it was sent, else what ended the wait.
    func send(
        _ line: [UInt8],
        until deadline: MonotonicTime?,
        interrupts: InterruptSource?
    ) throws(SystemError) -> Arrival? {
        guard stream.enqueue(line) else { return .broken(problem) }
        while true {
            stream.flush()
            guard stream.wantsWrite else {
                if case .failed = stream.state { return .broken(problem) }
                return nil
            }
            if let end = try wait(for: .write, until: deadline, interrupts) { return end }
        }
    }

    /// Waits for the next line.
    func receive(
        until deadline: MonotonicTime?,
        interrupts: InterruptSource?
    ) throws(SystemError) -> Arrival {
        while true {
            do throws(ProtocolError) {
                if let line = try decoder.next() { return .line(line) }
            } catch {
                return .broken(error.description)
            }
            guard stream.wantsRead else { return .broken(problem) }
            if let end = try wait(for: .read, until: deadline, interrupts) { return end }
            stream.readAvailable()
            decoder.append(stream.takeInput())
        }
    }

    /// Why the connection is of no use any more.
    private var problem: String {
        switch stream.state {
        case .failed(let error): error.errno.description
        case .open, .inputEnded, .closed: "the supervisor closed it"
        }
    }

    /// Waits for the socket; nil if it is ready, else Ctrl-C or the deadline, in this order.
    private func wait(
        for interest: Interest,
        until deadline: MonotonicTime?,
        _ interrupts: InterruptSource?
    ) throws(SystemError) -> Arrival? {
        var items: [(descriptor: Int32, interest: Interest)] = [(stream.descriptor, interest)]
        if let interrupts { items.append((interrupts.descriptor, .read)) }
        let ready = try Poll.wait(items, until: deadline)
        if let interrupts, ready.contains(interrupts.descriptor) { return .interrupted }
        return ready.isEmpty ? .timedOut : nil
    }
}
