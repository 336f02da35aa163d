public import Protocol
import System

/// A client of the control socket that blocks, with a deadline for each answer.
public final class TestClient {
    private let stream: ByteStream
    private var decoder = FrameDecoder()
    private var lastID: Int64 = 0
    private var waitingEvents: [EventRecord] = []

    /// Connects, and says hello unless told otherwise.
    ///
    /// - Throws: `SystemError` where nobody listens.
    public init(_ path: String, saysHello: Bool = true) throws {
        stream = try ByteStream(try UnixSocket.connect(path))
        guard saysHello else { return }
        let reply = try ask(.hello(ControlHello(program: "test", version: "1")))
        guard case .hello = reply else { throw TestFailure("no greeting: \(reply)") }
    }

    deinit { stream.close() }

    /// Ends the connection.
    public func close() { stream.close() }

    // MARK: Frames

    /// Sends a request without waiting for its answer.
    public func send(_ command: ControlCommand) throws {
        lastID += 1
        try sendRaw(ControlRequestFrame(id: .number(lastID), command: command).encoded())
    }

    /// Sends bytes that may be anything.
    public func sendRaw(_ bytes: [UInt8]) throws {
        guard stream.enqueue(bytes) else { throw TestFailure("cannot send: \(stream.state)") }
        let deadline = Deadline.after(20)
        while true {
            stream.flush()
            guard stream.wantsWrite else { return }
            guard try Poll.waitWritable(stream.descriptor, until: deadline) else {
                throw TestFailure("the supervisor does not read")
            }
        }
    }

    /// Says that nothing more will be sent.
    public func endWriting() throws { try UnixSocket.endWriting(stream.descriptor) }

    /// Receives the next line; nil at the end of the connection.
    public func receiveLine(seconds: Double = 20) throws -> [UInt8]? {
        let deadline = Deadline.after(seconds)
        while true {
            if let line = try decoder.next() { return Array(line) }
            guard stream.wantsRead else { return nil }
            guard try Poll.waitReadable(stream.descriptor, until: deadline) else {
                throw TestFailure("no line within \(seconds) s")
            }
            stream.readAvailable()
            decoder.append(stream.takeInput())
        }
    }

    /// Receives the next answer; events that come before it are kept for `nextEvent`.
    public func receiveAnswer(seconds: Double = 20) throws -> ControlReply {
        while true {
            guard let line = try receiveLine(seconds: seconds) else {
                throw TestFailure("the connection ended before the answer")
            }
            switch try ControlMessage(decoding: line[...]) {
            case .answer(_, let reply): return reply
            case .event(let event): waitingEvents.append(event)
            }
        }
    }

    /// Asks and waits for the answer, which may be an error.
    public func ask(_ command: ControlCommand, seconds: Double = 20) throws -> ControlReply {
        try send(command)
        return try receiveAnswer(seconds: seconds)
    }

    /// Asks for what must be refused.
    public func refusal(of command: ControlCommand) throws -> ControlError {
        let reply = try ask(command)
        guard case .error(let error) = reply else { throw TestFailure("not refused: \(reply)") }
        return error
    }

    // MARK: Missions

    /// Submits one mission.
    public func submit(_ envelope: MissionEnvelope) throws -> MissionView {
        let views = try submit([envelope])
        guard views.count == 1 else { throw TestFailure("\(views.count) missions for one") }
        return views[0]
    }

    /// Submits missions, all or nothing.
    public func submit(_ envelopes: [MissionEnvelope]) throws -> [MissionView] {
        let reply = try ask(.missionSubmit(envelopes, isDryRun: false))
        switch reply {
        case .missions(let views, _): return views
        case .mission(let view): return [view]
        default: throw TestFailure("submit: \(reply)")
        }
    }

    /// What the supervisor knows of a mission.
    public func mission(_ id: MissionID) throws -> MissionView {
        try view(try ask(.missionGet(id)))
    }

    /// Waits until a mission is terminal.
    public func wait(_ id: MissionID, seconds: Double = 30) throws -> MissionView {
        let timeout = UInt64(seconds * 1_000)
        let command = ControlCommand.missionWait(id, timeoutMilliseconds: timeout)
        return try view(try ask(command, seconds: seconds + 5))
    }

    /// Waits until a mission fits.
    @discardableResult
    public func wait(
        _ id: MissionID,
        until what: String,
        seconds: Double = 20,
        _ fits: (MissionView) -> Bool
    ) throws -> MissionView {
        try Deadline.wait(for: "mission \(id) \(what)", seconds: seconds) {
            let view = try mission(id)
            return fits(view) ? view : nil
        }
    }

    /// Waits until a run of the mission has started, and returns its leader.
    @discardableResult
    public func waitForRun(_ id: MissionID, seconds: Double = 20) throws -> ProcessIdentity {
        let view = try wait(id, until: "runs", seconds: seconds) {
            $0.attempts.last?.leader != nil && $0.attempts.last?.outcome == nil
        }
        guard let leader = view.attempts.last?.leader else { throw TestFailure("no leader") }
        return leader
    }

    /// All of the log of a mission's last attempt.
    public func log(_ id: MissionID) throws -> String {
        var request = LogRequest(missionID: id)
        var text = ""
        while true {
            let reply = try ask(.missionLogs(request))
            guard case .logs(let chunk) = reply else { throw TestFailure("logs: \(reply)") }
            text += chunk.text
            guard chunk.nextOffset > request.offset else { return text }
            request.offset = chunk.nextOffset
        }
    }

    private func view(_ reply: ControlReply) throws -> MissionView {
        guard case .mission(let view) = reply else { throw TestFailure("no mission: \(reply)") }
        return view
    }

    // MARK: Lanes and the supervisor

    /// What the supervisor knows of itself.
    public func status() throws -> SupervisorStatus {
        let reply = try ask(.supervisorStatus)
        guard case .status(let status) = reply else { throw TestFailure("status: \(reply)") }
        return status
    }

    /// What the supervisor knows of a lane.
    public func lane(_ id: LaneID) throws -> LaneView {
        let reply = try ask(.laneGet(id))
        guard case .lane(let view) = reply else { throw TestFailure("lane: \(reply)") }
        return view
    }

    /// Waits until a lane fits.
    @discardableResult
    public func wait(
        _ id: LaneID,
        until what: String,
        seconds: Double = 20,
        _ fits: (LaneView) -> Bool
    ) throws -> LaneView {
        try Deadline.wait(for: "lane \(id) \(what)", seconds: seconds) {
            let view = try lane(id)
            return fits(view) ? view : nil
        }
    }

    /// Waits until the worker of a lane is there, and returns its process.
    @discardableResult
    public func waitForWorker(_ id: LaneID, seconds: Double = 20) throws -> ProcessIdentity {
        let view = try wait(id, until: "is ready", seconds: seconds) {
            $0.record.worker != nil && [.idle, .active, .paused].contains($0.record.status)
        }
        guard let worker = view.record.worker else { throw TestFailure("no worker") }
        return worker
    }

    /// Carries out a change that must be accepted.
    @discardableResult
    public func change(_ command: ControlCommand) throws -> Change {
        let reply = try ask(command)
        guard case .changed(let change) = reply else { throw TestFailure("not done: \(reply)") }
        return change
    }

    // MARK: Events

    /// Every event that is in the ledger, oldest first.
    public func events(
        mission: MissionID? = nil,
        lane: LaneID? = nil,
        types: [EventType] = []
    ) throws -> [EventRecord] {
        var filter = EventFilter()
        filter.missionID = mission
        filter.vpID = lane
        filter.typePrefixes = types.map(\.rawValue)
        filter.cursor = 0
        filter.limit = 500
        var events: [EventRecord] = []
        while true {
            let reply = try ask(.eventsSubscribe(filter))
            guard case .events(let page, let next) = reply else {
                throw TestFailure("events: \(reply)")
            }
            events += page
            guard !page.isEmpty, next > filter.cursor ?? 0 else { return events }
            filter.cursor = next
        }
    }

    /// Subscribes; events come through `nextEvent`.
    ///
    /// - Parameter cursor: The last event that is known; nil for what comes from now on.
    /// - Throws: `TestFailure` where it is refused.
    public func subscribe(after cursor: UInt64?) throws {
        var filter = EventFilter()
        filter.cursor = cursor
        filter.follows = true
        let reply = try ask(.eventsSubscribe(filter))
        guard case .events = reply else { throw TestFailure("subscribe: \(reply)") }
    }

    /// Waits for the next event of a subscription that fits; earlier ones are passed over.
    public func nextEvent(
        seconds: Double = 20,
        _ fits: (EventRecord) -> Bool = { _ in true }
    ) throws -> EventRecord {
        while true {
            while !waitingEvents.isEmpty {
                let event = waitingEvents.removeFirst()
                if fits(event) { return event }
            }
            guard let line = try receiveLine(seconds: seconds) else {
                throw TestFailure("the connection ended before the event")
            }
            guard case .event(let event) = try ControlMessage(decoding: line[...]) else { continue }
            if fits(event) { return event }
        }
    }
}
