package import Protocol
package import System

/// Reads lines from many descriptors in one epoll loop, and writes to them.
package final class LineLoop {
    /// How the bytes of a descriptor are cut into arrivals.
    package enum Framing {
        /// At line feeds.
        case lines
        /// Each read is one.
        case reads
    }

    /// A line, and when it was read.
    package struct Arrival {
        /// The number of the descriptor it came from.
        package let source: Int
        /// Without its line feed.
        package let line: [UInt8]
        package let at: MonotonicTime
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
    /// - Throws: `HarnessError`.
    package init() throws(HarnessError) {
        loop = try HarnessError.describing { () throws(SystemError) in try EventLoop() }
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
    /// - Throws: `HarnessError`; the descriptor is closed.
    package func add(
        _ descriptor: consuming Descriptor,
        framing: Framing = .lines
    ) throws(HarnessError) -> Int {
        do throws(SystemError) {
            let stream = try ByteStream(descriptor)
            let registration = try loop.register(stream.descriptor, interest: .read)
            indexes[registration] = sources.count
            sources.append(
                Source(stream: stream, registration: registration, framing: framing)
            )
            return sources.count - 1
        } catch {
            throw HarnessError("\(error)")
        }
    }

    /// Sends a line that ends with a line feed.
    ///
    /// - Throws: `HarnessError` if the peer does not take it at once; requests are short.
    package func send(_ line: [UInt8], to source: Int) throws(HarnessError) {
        let stream = sources[source].stream
        guard stream.enqueue(line) else { throw HarnessError("connection \(source) is gone") }
        stream.flush()
        if stream.wantsWrite { throw HarnessError("connection \(source) does not read") }
    }

    /// Waits for lines.
    ///
    /// - Returns: Everything that has arrived; empty at the deadline.
    /// - Throws: `HarnessError` when a peer has closed its connection.
    package func receive(until deadline: MonotonicTime) throws(HarnessError) -> [Arrival] {
        while waiting.isEmpty {
            let readiness = try HarnessError.describing { () throws(SystemError) in
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
    /// - Throws: `HarnessError` when it does not come.
    package func first<Value>(
        _ what: String,
        from source: Int? = nil,
        seconds: UInt64 = 20,
        _ fits: (Arrival) throws(HarnessError) -> Value?
    ) throws(HarnessError) -> Value {
        let deadline = Clock.bootTime() + .seconds(seconds)
        var others: [Arrival] = []
        while true {
            let arrivals = try receive(until: deadline)
            if arrivals.isEmpty { throw HarnessError("\(what) did not come in \(seconds) s") }
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

    private func read(_ index: Int, at now: MonotonicTime) throws(HarnessError) {
        sources[index].stream.readAvailable()
        let bytes = sources[index].stream.takeInput()
        switch sources[index].framing {
        case .lines: try split(bytes, of: index, at: now)
        case .reads: waiting.append(Arrival(source: index, line: bytes, at: now))
        }
        guard sources[index].stream.state == .open else {
            throw HarnessError("the peer closed connection \(index)")
        }
    }

    private func split(
        _ bytes: [UInt8],
        of index: Int,
        at now: MonotonicTime
    ) throws(HarnessError) {
        sources[index].decoder.append(bytes)
        do throws(ProtocolError) {
            while let line = try sources[index].decoder.next() {
                waiting.append(Arrival(source: index, line: Array(line), at: now))
            }
        } catch {
            throw HarnessError("\(error)")
        }
    }
}
