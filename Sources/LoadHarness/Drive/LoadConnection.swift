import Harness
import Protocol
import System

/// One connection to the control socket that is made again whenever it ends.
///
/// What was asked and not answered is asked again where it is safe to; a subscription goes on from
/// the last event that came.
final class LoadConnection {
    /// What a question is about; its answer carries it back.
    enum Subject: Hashable {
        /// A submit of the mission with this number; asked until it is answered.
        case mission(Int)
        /// Asked once: an answer that is lost with its connection is not missed.
        case status
        case pools
        case order
        case subscription
        /// An order that may be given twice; asked until it is answered.
        case repeatedOrder

        var isRepeated: Bool {
            switch self {
            case .mission, .repeatedOrder: true
            case .status, .pools, .order, .subscription: false
            }
        }
    }

    /// A question with what became of it.
    struct Question {
        let subject: Subject
        /// Its frame, with its end.
        let line: [UInt8]
        /// When it was first sent; nil until then.
        var sentAt: WallTime?
        /// On how many connections.
        var sendCount = 0
    }

    /// What has come.
    enum News {
        case answer(Question, ControlReply, at: WallTime)
        case event(EventRecord)
    }

    private enum Phase {
        /// Not connected. Leaves to: greeting (at that time, if somebody listens).
        case away(retryAt: MonotonicTime)
        /// Connected, and hello is not answered. Leaves to: open (it is), away (it ended).
        case greeting
        /// Leaves to: away (it ended).
        case open
    }

    private static let helloID: Int64 = 0
    private static let retryMin = Interval.milliseconds(2)
    private static let retryMax = Interval.milliseconds(50)

    private let path: String
    private let loop: EventLoop
    private let subscribes: Bool
    private var phase = Phase.away(retryAt: MonotonicTime(nanoseconds: 0))
    private var retryDelay = LoadConnection.retryMin
    private var stream: ByteStream?
    private(set) var registration: Registration?
    private var decoder = FrameDecoder()
    private var lastID: Int64 = 0
    private var questions: [Int64: Question] = [:]
    /// Questions to send, in the order in which they were asked.
    private var unsent: [Int64] = []
    /// The last event that has come; the subscription goes on after it.
    private(set) var cursor: UInt64
    /// How often it was made.
    private(set) var connectCount = 0

    /// Describes a connection that is made by the first `advance`.
    ///
    /// - Parameters:
    ///   - path: The control socket.
    ///   - loop: Watches it.
    ///   - cursor: Events after this one are subscribed to; nil for no events.
    init(path: String, loop: EventLoop, subscribedAfter cursor: UInt64? = nil) {
        self.path = path
        self.loop = loop
        subscribes = cursor != nil
        self.cursor = cursor ?? 0
    }

    deinit { close() }

    // MARK: Asking

    /// How many questions are not answered.
    var openQuestionCount: Int { questions.count }

    /// When it wants to connect again; nil while it is connected.
    var retryAt: MonotonicTime? {
        if case .away(let time) = phase { time } else { nil }
    }

    /// Asks, now or as soon as it is connected.
    func ask(_ command: ControlCommand, _ subject: Subject) throws(HarnessError) {
        lastID += 1
        let frame = ControlRequestFrame(id: .number(lastID), command: command)
        questions[lastID] = Question(subject: subject, line: frame.encoded())
        unsent.append(lastID)
        try send()
    }

    private func send() throws(HarnessError) {
        guard case .open = phase, let stream else { return }
        var sentCount = 0
        let now = Clock.now().wall
        for id in unsent {
            guard !stream.isCongested else { break }
            guard var question = questions[id] else {
                sentCount += 1
                continue
            }
            guard stream.enqueue(question.line) else { break }
            question.sentAt = question.sentAt ?? now
            question.sendCount += 1
            questions[id] = question
            sentCount += 1
        }
        unsent.removeFirst(sentCount)
        stream.flush()
        try watchWriting()
    }

    private func watchWriting() throws(HarnessError) {
        guard let stream, let registration else { return }
        try HarnessError.describing { () throws(SystemError) in
            let interest: Interest = stream.wantsWrite ? [.read, .write] : .read
            try loop.modify(registration, interest: interest)
        }
    }

    // MARK: Connecting

    /// Connects if it is time to.
    ///
    /// - Throws: `HarnessError` if a socket cannot be had at all.
    func advance(at now: MonotonicTime) throws(HarnessError) {
        guard case .away(let retryAt) = phase, retryAt <= now else { return }
        do throws(SystemError) {
            let made = try ByteStream(try UnixSocket.connect(path))
            registration = try loop.register(made.descriptor, interest: .read)
            stream = made
        } catch {
            // Nobody listens, or the listener's queue is full: a killed supervisor, a stopped one.
            guard error.isUnreachable || error.isWouldBlock || error.isDisconnected else {
                throw HarnessError("\(error)")
            }
            return wait(from: now)
        }
        connectCount += 1
        phase = .greeting
        decoder = FrameDecoder()
        let hello = ControlHello(program: LoadInstance.program, version: Version.text)
        let frame = ControlRequestFrame(id: .number(Self.helloID), command: .hello(hello))
        _ = stream?.enqueue(frame.encoded())
        stream?.flush()
    }

    private func wait(from now: MonotonicTime) {
        phase = .away(retryAt: now + retryDelay)
        retryDelay = min(retryDelay * 2, Self.retryMax)
    }

    private func greeted() throws(HarnessError) {
        retryDelay = Self.retryMin
        if subscribes {
            var filter = EventFilter()
            filter.cursor = cursor
            filter.follows = true
            try ask(.eventsSubscribe(filter), .subscription)
        }
        try send()
    }

    /// Asks again what is repeated, and forgets the rest that was sent.
    private func lose(at now: MonotonicTime) {
        close()
        for (id, question) in questions
        where question.sendCount > 0 && !question.subject.isRepeated {
            questions[id] = nil
        }
        // Where it was before hello, what was not sent is still to be sent.
        unsent = questions.keys.sorted()
        wait(from: now)
    }

    private func close() {
        if let registration { loop.deregister(registration) }
        registration = nil
        stream?.close()
        stream = nil
    }

    // MARK: Hearing

    /// Takes what has come.
    ///
    /// - Returns: In the order in which it came.
    /// - Throws: `HarnessError` for a line that no supervisor may send.
    func receive(at now: Instant) throws(HarnessError) -> [News] {
        guard let stream else { return [] }
        stream.flush()
        stream.readAvailable()
        decoder.append(stream.takeInput())
        let wasOpen = isOpen
        var news: [News] = []
        do throws(ProtocolError) {
            while let line = try decoder.next() {
                take(try ControlMessage(decoding: line), at: now, into: &news)
            }
        } catch {
            throw HarnessError("the supervisor says what nobody understands: \(error)")
        }
        if stream.state != .open {
            lose(at: now.boot)
        } else if isOpen, !wasOpen {
            try greeted()
        } else {
            try send()
        }
        return news
    }

    private var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    private func take(_ message: ControlMessage, at now: Instant, into news: inout [News]) {
        switch message {
        case .event(let event):
            cursor = event.sequence
            news.append(.event(event))
        case .answer(.number(Self.helloID)?, .hello):
            phase = .open
        case .answer(.number(let id)?, let reply):
            guard let question = questions.removeValue(forKey: id) else { return }
            news.append(.answer(question, reply, at: now.wall))
        case .answer:
            // An error without a request: the supervisor turns the connection away and ends it.
            break
        }
    }
}
