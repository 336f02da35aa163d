import Harness
import Protocol
import System

/// Clients of beanstalkd over some connections, each of which sends its next command as soon as it
/// has its answer: producers that put jobs, consumers that reserve and delete them.
///
/// Source: beanstalkd 1.12, `doc/protocol.txt`.
final class BeanstalkLoop {
    private let lines: LineLoop
    private var producers: [Int] = []
    private var consumers: [Int] = []
    private let body = String(repeating: "x", count: SampleMission.jobByteCount)

    /// Connects.
    ///
    /// - Throws: `HarnessError`.
    init(
        _ server: Beanstalkd,
        producerCount: Int,
        consumerCount: Int = 0
    ) throws(HarnessError) {
        lines = try LineLoop()
        for index in 0..<(producerCount + consumerCount) {
            do throws(SystemError) {
                let descriptor = try UnixSocket.connect(server.socket)
                let connection = try added(descriptor)
                if index < producerCount {
                    producers.append(connection)
                } else {
                    consumers.append(connection)
                }
            } catch {
                throw HarnessError("\(error)")
            }
        }
    }

    private func added(_ descriptor: consuming Descriptor) throws(SystemError) -> Int {
        do throws(HarnessError) {
            return try lines.add(descriptor)
        } catch {
            throw SystemError(call: "watch connection", object: "\(error)", errno: .badDescriptor)
        }
    }

    /// Puts so many jobs, and deletes them where there are consumers; once in a value's life,
    /// because its consumers go on waiting.
    ///
    /// - Returns: The time until the last was inserted, or deleted where there are consumers.
    /// - Throws: `HarnessError` for any other answer.
    func run(_ count: Int) throws(HarnessError) -> Interval {
        var progress = Progress(count: count)
        let start = Clock.bootTime()
        for producer in producers { try put(on: producer, &progress) }
        for consumer in consumers { try send("reserve", to: consumer) }
        while consumers.isEmpty ? progress.insertedCount < count : progress.deletedCount < count {
            let arrivals = try lines.receive(until: Clock.bootTime() + .seconds(20))
            guard !arrivals.isEmpty else { throw HarnessError("no answer of beanstalkd in 20 s") }
            for arrival in arrivals { try take(arrival, &progress) }
        }
        return Clock.bootTime().since(start)
    }

    private struct Progress {
        let count: Int
        var sentCount = 0
        var insertedCount = 0
        var deletedCount = 0
    }

    private func take(
        _ arrival: LineLoop.Arrival,
        _ progress: inout Progress
    ) throws(HarnessError) {
        // Lines end with a carriage return, too.
        let line = String(decoding: arrival.line.filter { $0 != 13 && $0 != 10 }, as: UTF8.self)
        let words = line.split(separator: " ")
        switch words.first {
        case "INSERTED":
            progress.insertedCount += 1
            try put(on: arrival.source, &progress)
        case "RESERVED" where words.count == 3:
            try send("delete \(words[1])", to: arrival.source)
        case "DELETED":
            progress.deletedCount += 1
            try send("reserve", to: arrival.source)
        case let word? where word == body: break
        default: throw HarnessError("beanstalkd said \"\(line)\"")
        }
    }

    private func put(on producer: Int, _ progress: inout Progress) throws(HarnessError) {
        guard progress.sentCount < progress.count else { return }
        progress.sentCount += 1
        try send("put 0 0 600 \(body.utf8.count)\r\n\(body)", to: producer)
    }

    private func send(_ text: String, to connection: Int) throws(HarnessError) {
        try lines.send(Array("\(text)\r\n".utf8), to: connection)
    }
}
