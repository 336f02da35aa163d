import Protocol
import System

/// Reads lines from many descriptors in one epoll loop, and writes to them.
final class LineLoop {
    /// How the bytes of a descriptor are cut into arrivals.
    enum Framing {
        /// At line feeds.
        case lines
        /// Each read is one.
        case reads
    }

    /// A line, and when it was read.
    struct Arrival {
        let source: Int
        let line: [UInt8]
        let at: MonotonicTime
    }

    private struct Source {
        let stream: ByteStream
        let registration: Registration
        let framing: Framing
        var decoder = FrameDecoder()
        var isOpen = true
    }

    private let loop: EventLoop
    private var sources: [Source] = []
    private var indexes: [Registration: Int] = [:]
    private var waiting: [Arrival] = []

    /// Creates an empty loop.
    ///
    /// - Throws: `BenchmarkError`.
    init() throws(BenchmarkError) {
        loop = try BenchmarkError.describing { () throws(SystemError) in try EventLoop() }
    }

    deinit {
        for source in sources {
            loop.deregister(source.registration)
            source.stream.close()
        }
    }

    /// Starts reading from a descriptor.
    ///
    /// - Parameters:
    ///   - descriptor: An open one, which this loop owns from now on.
    ///   - framing: How its bytes are cut.
    /// - Returns: Its number in this loop, from 0.
    /// - Throws: `BenchmarkError`; the descriptor is closed.
    func add(
        _ descriptor: consuming Descriptor,
        framing: Framing = .lines
    ) throws(BenchmarkError) -> Int {
        do throws(SystemError) {
            let stream = try ByteStream(descriptor)
            let registration = try loop.register(stream.descriptor, interest: .read)
            indexes[registration] = sources.count
            sources.append(
                Source(stream: stream, registration: registration, framing: framing)
            )
            return sources.count - 1
        } catch {
            throw BenchmarkError("\(error)")
        }
    }

    /// Sends a line that ends with a line feed.
    ///
    /// - Throws: `BenchmarkError` if the peer does not take it at once; requests are short.
    func send(_ line: [UInt8], to source: Int) throws(BenchmarkError) {
        let stream = sources[source].stream
        guard stream.enqueue(line) else { throw BenchmarkError("connection \(source) is gone") }
        stream.flush()
        if stream.wantsWrite { throw BenchmarkError("connection \(source) does not read") }
    }

    /// Waits for lines.
    ///
    /// - Returns: Everything that has arrived; empty at the deadline.
    /// - Throws: `BenchmarkError` when a peer has closed its connection.
    func receive(until deadline: MonotonicTime) throws(BenchmarkError) -> [Arrival] {
        while waiting.isEmpty {
            let readiness = try BenchmarkError.describing { () throws(SystemError) in
                try loop.wait(until: deadline)
            }
            if readiness.isEmpty { return [] }
            let now = Clock.bootTime()
            for ready in readiness {
                guard let index = indexes[ready.registration] else { continue }
                try read(index, at: now)
            }
        }
        defer { waiting.removeAll(keepingCapacity: true) }
        return waiting
    }

    /// Waits for the first line that fits; later ones stay for the next call.
    ///
    /// - Parameters:
    ///   - what: What is waited for, for the error.
    ///   - source: Whose line; those of others stay for later calls. Nil for anybody's.
    ///   - seconds: How long.
    ///   - fits: Lines for which it says nil are dropped.
    /// - Returns: What `fits` made of the line.
    /// - Throws: `BenchmarkError` when it does not come.
    func first<Value>(
        _ what: String,
        from source: Int? = nil,
        seconds: UInt64 = 20,
        _ fits: (Arrival) throws(BenchmarkError) -> Value?
    ) throws(BenchmarkError) -> Value {
        let deadline = Clock.bootTime() + .seconds(seconds)
        var others: [Arrival] = []
        while true {
            let arrivals = try receive(until: deadline)
            if arrivals.isEmpty { throw BenchmarkError("\(what) did not come in \(seconds) s") }
            for (index, arrival) in arrivals.enumerated() {
                guard source == nil || arrival.source == source else {
                    others.append(arrival)
                    continue
                }
                guard let value = try fits(arrival) else { continue }
                waiting.insert(contentsOf: others + arrivals[(index + 1)...], at: 0)
                return value
            }
        }
    }

    private func read(_ index: Int, at now: MonotonicTime) throws(BenchmarkError) {
        sources[index].stream.readAvailable()
        let bytes = sources[index].stream.takeInput()
        switch sources[index].framing {
        case .lines: try split(bytes, of: index, at: now)
        case .reads: waiting.append(Arrival(source: index, line: bytes, at: now))
        }
        guard sources[index].stream.state == .open else {
            throw BenchmarkError("the peer closed connection \(index)")
        }
    }

    private func split(
        _ bytes: [UInt8],
        of index: Int,
        at now: MonotonicTime
    ) throws(BenchmarkError) {
        sources[index].decoder.append(bytes)
        do throws(ProtocolError) {
            while let line = try sources[index].decoder.next() {
                waiting.append(Arrival(source: index, line: Array(line), at: now))
            }
        } catch {
            throw BenchmarkError("\(error)")
        }
    }
}
