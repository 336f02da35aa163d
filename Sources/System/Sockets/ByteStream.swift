import CLinux

/// A non-blocking descriptor with bounded buffers on both sides; for sockets and for pipes.
///
/// It never registers itself: the owner registers `descriptor` and asks `wantsRead` and
/// `wantsWrite` for the interest. Input is kept until it is consumed; output until it is sent.
public final class ByteStream {
    /// Where a stream stands.
    public enum State: Hashable, Sendable {
        /// Both ways work. Leaves to: inputEnded, failed, closed.
        case open
        /// The peer sends nothing more; output may still go. Leaves to: failed, closed.
        case inputEnded
        /// A read or write failed; buffered input can still be consumed. Leaves to: closed.
        case failed(SystemError)
        /// Closed by us. Leaves to: nothing.
        case closed
    }

    private static let storageByteCountMin = 4_096

    /// The descriptor's number for the event loop; -1 once closed.
    public private(set) var descriptor: Int32
    /// Where the stream stands.
    public private(set) var state = State.open
    /// The bounds.
    public let policy: ByteStreamPolicy
    /// Bytes received since the beginning.
    public private(set) var receivedByteCount: UInt64 = 0
    /// Bytes sent since the beginning.
    public private(set) var sentByteCount: UInt64 = 0
    /// True from the moment unsent output is above the high watermark until it is down to the low
    /// one.
    ///
    /// A producer should pause meanwhile.
    public private(set) var isCongested = false

    private var owner: Descriptor?
    private let isSocket: Bool
    /// Every byte of it is initialised; the input is `inputStart ..< inputEnd`.
    private var storage: [UInt8] = []
    private var inputStart = 0
    private var inputEnd = 0
    /// What is unsent begins at `outputStart`.
    private var output: [UInt8] = []
    private var outputStart = 0

    /// Takes over a descriptor and makes it non-blocking.
    ///
    /// - Parameters:
    ///   - descriptor: A stream socket or one end of a pipe.
    ///   - policy: The bounds.
    /// - Throws: `SystemError`; the descriptor is closed.
    public init(
        _ descriptor: consuming Descriptor,
        policy: ByteStreamPolicy = ByteStreamPolicy()
    ) throws(SystemError) {
        try descriptor.setNonBlocking(true)
        var file = clinux_file_info()
        let result = clinux_file_of(descriptor.rawValue, &file)
        try SystemCall.check("read kind of", "\(descriptor.rawValue)", result)
        isSocket = file.kind == CLINUX_KIND_SOCKET
        self.policy = policy
        self.descriptor = descriptor.rawValue
        owner = consume descriptor
    }

    // MARK: Input

    /// How many received bytes wait to be consumed.
    public var inputByteCount: Int { inputEnd - inputStart }

    /// The received bytes that wait to be consumed.
    ///
    /// Let go of the slice before `consumeInput` or `readAvailable`, or they copy the buffer.
    public var input: ArraySlice<UInt8> { storage[inputStart..<inputEnd] }

    /// Whether to wait for readability: the peer may still send and there is room.
    public var wantsRead: Bool {
        state == .open && inputByteCount < policy.inputByteCountMax
    }

    /// Reads what has arrived, up to the bounds of the policy.
    ///
    /// - Returns: How many bytes were added to `input`; 0 also at the end and after a failure,
    ///   which `state` tells.
    @discardableResult
    public func readAvailable() -> Int {
        var total = 0
        while wantsRead, total < policy.readByteCountMax {
            makeRoom()
            let room = min(
                storage.count - inputEnd,
                policy.readByteCountMax - total,
                policy.inputByteCountMax - inputByteCount
            )
            let count = receive(room)
            guard count > 0 else { break }
            total += count
            // Fewer than asked for: the kernel has no more, so the call that would say so is saved.
            if count < room { break }
        }
        return total
    }

    /// Drops bytes from the front of `input`.
    ///
    /// - Parameter byteCount: 0 to `inputByteCount`; more traps.
    public func consumeInput(_ byteCount: Int) {
        guard byteCount >= 0, byteCount <= inputByteCount else {
            fatalError("cannot consume \(byteCount) of \(inputByteCount) bytes")
        }
        inputStart += byteCount
        guard inputStart == inputEnd else { return }
        (inputStart, inputEnd) = (0, 0)
        // One large frame must not hold its memory for the life of an idle connection.
        if storage.count > 16 * Self.storageByteCountMin { storage = [] }
    }

    /// Takes all of `input` at once.
    public func takeInput() -> [UInt8] {
        let bytes = Array(input)
        consumeInput(bytes.count)
        return bytes
    }

    private func receive(_ room: Int) -> Int {
        let (fd, offset) = (descriptor, inputEnd)
        let count = storage.withUnsafeMutableBytes { bytes in
            clinux_read(fd, bytes.baseAddress?.advanced(by: offset), room)
        }
        if count > 0 {
            inputEnd += count
            receivedByteCount += UInt64(count)
        } else if count == 0 {
            state = .inputEnded
        } else if count != -Int(EAGAIN) {
            fail("read from", count)
        }
        return count
    }

    /// Moves the input to the front, or doubles the storage, so that there is room behind it.
    private func makeRoom() {
        guard inputEnd == storage.count else { return }
        if inputStart > 0, inputStart >= storage.count / 2 {
            storage.replaceSubrange(0..<inputByteCount, with: Array(input))
            (inputStart, inputEnd) = (0, inputByteCount)
            return
        }
        let growth = max(Self.storageByteCountMin, storage.count)
        storage.append(contentsOf: repeatElement(0, count: growth))
    }

    // MARK: Output

    /// How many bytes wait to be sent.
    public var outputByteCount: Int { output.count - outputStart }

    /// Whether to wait for writability: there is something to send and somebody to take it.
    public var wantsWrite: Bool { outputByteCount > 0 && canWrite }

    private var canWrite: Bool {
        switch state {
        case .open, .inputEnded: true
        case .failed, .closed: false
        }
    }

    /// Queues bytes to be sent by `flush`, all or none.
    ///
    /// - Returns: False, with nothing queued, when they would exceed `outputByteCountMax` or the
    ///   stream takes no more output.
    public func enqueue(_ bytes: some Collection<UInt8>) -> Bool {
        guard canWrite, outputByteCount + bytes.count <= policy.outputByteCountMax else {
            return false
        }
        if outputStart > output.count / 2 {
            output.removeSubrange(..<outputStart)
            outputStart = 0
        }
        output.append(contentsOf: bytes)
        if outputByteCount > policy.outputHighWatermark { isCongested = true }
        return true
    }

    /// Sends as much queued output as the kernel takes; `wantsWrite` tells whether some is left.
    public func flush() {
        while wantsWrite {
            let count = send()
            guard count >= 0 else {
                if count != -Int(EAGAIN) { fail("write to", count) }
                break
            }
            outputStart += count
            sentByteCount += UInt64(count)
        }
        if outputStart == output.count {
            output.removeAll(keepingCapacity: output.count <= 16 * Self.storageByteCountMin)
            outputStart = 0
        }
        if outputByteCount <= policy.outputLowWatermark { isCongested = false }
    }

    private func send() -> Int {
        let (fd, offset) = (descriptor, outputStart)
        return output.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.advanced(by: offset)
            let count = bytes.count - offset
            return isSocket ? clinux_send(fd, start, count) : clinux_write(fd, start, count)
        }
    }

    // MARK: End

    /// Closes the descriptor and drops both buffers.
    ///
    /// Deregister it from the loop first.
    public func close() {
        owner = nil
        descriptor = -1
        state = .closed
        storage = []
        output = []
        (inputStart, inputEnd, outputStart) = (0, 0, 0)
        isCongested = false
    }

    private func fail(_ call: String, _ result: Int) {
        let errno = Errno(rawValue: Int32(truncatingIfNeeded: -result))
        state = .failed(SystemError(call: call, object: "descriptor \(descriptor)", errno: errno))
    }
}
