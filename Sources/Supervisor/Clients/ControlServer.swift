import ControlPlane
import Protocol
import System

/// The control socket: takes connections, turns lines into requests, sends answers.
final class ControlServer {
    /// The most connections at once; a further one is told so and closed.
    static let clientCountMax = 1_024
    /// The most requests of one client that may wait for an answer.
    static let openRequestCountMax = 256
    /// The most events that are looked at for all subscribers in one turn.
    static let fedEventCountMax: UInt64 = 16_384

    /// Who may do what is decided by credentials, so that everybody may connect.
    private static let socketMode: UInt32 = 0o666
    /// How often it is looked whether the socket's file is still there.
    private static let socketCheckInterval = Interval.seconds(1)

    private let reactor: Reactor
    private var listener: UnixListener
    private var listening: Registration?
    private var socketCheckAt = MonotonicTime(nanoseconds: 0)
    private let log: EventLog
    private let roles = RoleTable(ownUID: CurrentProcess.uid)
    private var clients: [ClientID: ControlClient] = [:]
    private var lastID: UInt64 = 0
    private var left: [ClientID] = []
    /// Subscribers with higher numbers are fed first, so that each has its turn.
    private var lastFed = ClientID(0)
    /// True if there was no time to look at every event that subscribers are owed.
    private var owesEvents = false
    /// Who may do what; replaced by a reload.
    var policy = RolePolicy()

    init(_ path: String, reactor: Reactor, log: EventLog) throws(SystemError) {
        self.reactor = reactor
        self.log = log
        listener = try UnixListener(path: path, mode: Self.socketMode)
        listening = try reactor.watch(listener.descriptor, .read) { [unowned self] _ in
            acceptAll()
        }
    }

    /// True if frames wait that the last turn had no time for.
    var hasBacklog: Bool {
        owesEvents || clients.contains { $0.value.hasBacklog }
    }

    // MARK: Connections

    /// Listens again if the socket's file was removed or replaced, so that a supervisor cannot
    /// become one that works and hears nobody.
    ///
    /// Called in every turn; it looks once a second. Connections stay; those that wait to be taken
    /// at the old socket are lost with it.
    func keepListening(at now: MonotonicTime) {
        guard socketCheckAt <= now else { return }
        socketCheckAt = now + Self.socketCheckInterval
        guard !listener.isAtPath else { return }
        do throws(SystemError) {
            let next = try UnixListener(path: listener.path, mode: Self.socketMode)
            let registration = try reactor.watch(next.descriptor, .read) { [unowned self] _ in
                acceptAll()
            }
            if let listening { reactor.forget(listening) }
            (listener, listening) = (next, registration)
            log.warning("socket.rebound", next.path)
        } catch {
            log.error("socket.failed", error.description)
        }
    }

    private func acceptAll() {
        do throws(SystemError) {
            for _ in 0..<64 {
                guard let connection = try listener.accept() else { return }
                try accept(connection)
            }
        } catch {
            log.warning("client.refused", error.description)
        }
    }

    private func accept(_ connection: consuming UnixConnection) throws(SystemError) {
        let peer = connection.peer
        let stream = try ByteStream(connection.descriptor)
        let role = roles.role(of: peer, policy) { uid in
            do throws(SystemError) {
                return try Accounts.groups(of: uid)
            } catch {
                log.warning("groups.unknown", error.description)
                return []
            }
        }
        guard let role else {
            return turnAway(
                stream,
                ControlError(
                    .notPermitted,
                    .roleTooLow,
                    "uid \(peer.uid) has no role here",
                    hint: "list it in roles of the configuration"
                )
            )
        }
        guard clients.count < Self.clientCountMax else {
            return turnAway(
                stream,
                ControlError(
                    .temporary,
                    .tooManyConnections,
                    "\(clients.count) clients are connected, at most \(Self.clientCountMax) may be"
                )
            )
        }
        let parentID = missionOfRun(peer.pid)
        lastID += 1
        let client = ControlClient(
            ClientID(lastID),
            stream,
            peer: peer,
            role: parentID == nil ? role : min(role, .submitter),
            parentID: parentID
        )
        client.registration = try reactor.watch(stream.descriptor, .read) {
            [unowned self, unowned client] readiness in
            if readiness.isReadable { client.stream.readAvailable() }
            if readiness.isWritable { client.stream.flush() }
            if readiness.isReadable { client.hasBacklog = true }
            if readiness.isPeerGone { client.isPeerGone = true }
            if readiness.isWritable { adjust(client) }
        }
        clients[client.id] = client
    }

    /// The mission of the run that a process is in, by the environment it was started with.
    private func missionOfRun(_ pid: Int32) -> MissionID? {
        guard let text = ProcessTable.environmentValue(of: RunTree.environmentKey, in: pid),
            let dot = text.lastIndex(of: ".")
        else { return nil }
        return MissionID(String(text[..<dot]))
    }

    private func turnAway(_ stream: ByteStream, _ error: ControlError) {
        _ = stream.enqueue(RefusedRequest(id: nil, error: error).encoded())
        stream.flush()
        stream.close()
    }

    // MARK: Input

    /// Hands over what clients have said since the last call.
    ///
    /// - Parameters:
    ///   - take: Receives each request of a client that has said hello.
    ///   - leave: Receives each client that has gone.
    func receive(take: (ControlClient, ControlRequestFrame) -> Void, leave: (ClientID) -> Void) {
        for client in clients.values where client.hasBacklog {
            receive(from: client, take)
            adjust(client)
        }
        for id in left { leave(id) }
        left.removeAll(keepingCapacity: true)
    }

    private func receive(
        from client: ControlClient,
        _ take: (ControlClient, ControlRequestFrame) -> Void
    ) {
        client.hasBacklog = false
        if client.decoder.waitingByteCount <= FrameDecoder.standardByteCountMax {
            client.decoder.append(client.stream.takeInput())
        }
        do throws(ProtocolError) {
            for _ in 0..<ControlClient.frameCountMax {
                guard client.openRequestCount < Self.openRequestCountMax,
                    let line = try client.decoder.next()
                else { return endIfClosed(client) }
                handle(line, from: client, take)
            }
            client.hasBacklog = true
        } catch {
            // The stream cannot be followed any further, so only this connection ends.
            let refusal = ControlError(.usage, error.reason, error.description)
            send(RefusedRequest(id: nil, error: refusal).encoded(), to: client)
            client.stream.flush()
            drop(client)
        }
    }

    private func endIfClosed(_ client: ControlClient) {
        switch client.stream.state {
        case .open:
            // Above its share of open requests a client is looked at again after an answer.
            client.hasBacklog =
                client.stream.inputByteCount > 0
                && client.openRequestCount < Self.openRequestCountMax
        case .inputEnded:
            // Answers that are owed to a client that has half-closed are still sent, by `flush`.
            if client.isPeerGone { drop(client) }
        case .failed, .closed:
            drop(client)
        }
    }

    private func handle(
        _ line: ArraySlice<UInt8>,
        from client: ControlClient,
        _ take: (ControlClient, ControlRequestFrame) -> Void
    ) {
        do throws(RefusedRequest) {
            let frame = try ControlRequestFrame(decoding: line)
            if case .hello(let hello) = frame.command, client.program == nil {
                return greet(client, hello, frame.id)
            }
            guard client.program != nil else {
                throw RefusedRequest(
                    id: frame.id,
                    error: ControlError(
                        .usage,
                        .protocolVersion,
                        "the first request must be \"hello\""
                    )
                )
            }
            client.openRequestCount += 1
            take(client, frame)
        } catch {
            send(error.encoded(), to: client)
        }
    }

    private func greet(_ client: ControlClient, _ hello: ControlHello, _ id: RequestID) {
        do throws(ProtocolError) {
            let version = try ProtocolRange.supported.agreed(
                with: hello.protocolRange,
                named: hello.program
            )
            client.program = hello.program
            let answer = ServerHello(
                protocolVersion: version,
                version: Version.text,
                role: client.role
            )
            send(ControlMessage.answer(id, .hello(answer)).encoded(), to: client)
        } catch {
            let refusal = ControlError(.conflict, .protocolVersion, error.description)
            send(RefusedRequest(id: id, error: refusal).encoded(), to: client)
        }
    }

    // MARK: Output

    /// Answers a request; nothing happens if the client has left.
    func answer(_ id: ClientID, _ requestID: RequestID, _ reply: ControlReply) {
        guard let client = clients[id] else { return }
        client.openRequestCount -= 1
        if client.decoder.waitingByteCount > 0 { client.hasBacklog = true }
        send(ControlMessage.answer(requestID, reply).encoded(), to: client)
    }

    /// Lets a client hear events from a cursor on.
    func subscribe(_ id: ClientID, _ subscription: ControlClient.Subscription) {
        clients[id]?.subscription = subscription
    }

    /// Gives every subscriber that keeps up what it is owed, as far as one turn has time for it.
    ///
    /// `next` returns the events after a cursor that a filter lets through, and the cursor to go on
    /// from.
    func feedSubscribers(
        upTo last: UInt64,
        next: (EventFilter, UInt64) -> (events: [EventRecord], cursor: UInt64)
    ) {
        owesEvents = false
        var waiting = clients.values.filter { client in
            client.subscription.map { $0.cursor < last } ?? false
        }
        guard !waiting.isEmpty else { return }
        waiting.sort { ($0.id <= lastFed ? 1 : 0, $0.id) < ($1.id <= lastFed ? 1 : 0, $1.id) }
        var room = Self.fedEventCountMax
        for client in waiting {
            guard room > 0 else {
                owesEvents = true
                return
            }
            lastFed = client.id
            feed(client, upTo: last, room: &room, next: next)
        }
    }

    private func feed(
        _ client: ControlClient,
        upTo last: UInt64,
        room: inout UInt64,
        next: (EventFilter, UInt64) -> (events: [EventRecord], cursor: UInt64)
    ) {
        // A client that takes no more is dropped by `send`.
        while let subscription = client.subscription, subscription.cursor < last,
            isConnected(client), !client.stream.isCongested
        {
            guard room > 0 else {
                owesEvents = true
                return
            }
            let page = next(subscription.filter, subscription.cursor)
            for event in page.events where isConnected(client) {
                send(ControlMessage.event(event).encoded(), to: client)
            }
            guard page.cursor > subscription.cursor else { return }
            client.subscription?.cursor = page.cursor
            room -= min(room, page.cursor - subscription.cursor)
        }
    }

    private func isConnected(_ client: ControlClient) -> Bool { clients[client.id] === client }

    /// Sends what is queued, as far as the peers take it.
    func flush() {
        for client in clients.values where client.stream.wantsWrite {
            client.stream.flush()
            adjust(client)
        }
        for client in clients.values { endIfGone(client) }
    }

    private func endIfGone(_ client: ControlClient) {
        switch client.stream.state {
        case .open: break
        case .inputEnded:
            if client.openRequestCount == 0, client.subscription == nil,
                !client.stream.wantsWrite, !client.hasBacklog
            {
                drop(client)
            }
        case .failed, .closed: drop(client)
        }
    }

    private func send(_ bytes: [UInt8], to client: ControlClient) {
        // A client that lets megabytes lie unread loses its connection, and nobody else anything.
        if !client.stream.enqueue(bytes) {
            log.warning("client.dropped", "client \(client.actor) does not read its answers")
            drop(client)
        }
    }

    private func adjust(_ client: ControlClient) {
        guard let registration = client.registration else { return }
        do throws(SystemError) {
            try reactor.change(registration, to: client.interest)
        } catch {
            log.warning("client.dropped", error.description)
            drop(client)
        }
    }

    private func drop(_ client: ControlClient) {
        guard clients.removeValue(forKey: client.id) != nil else { return }
        if let registration = client.registration { reactor.forget(registration) }
        client.registration = nil
        client.stream.close()
        left.append(client.id)
    }

    /// Closes the socket and every connection, after what is queued has been sent if it can be.
    func close() {
        for client in Array(clients.values) {
            client.stream.flush()
            drop(client)
        }
        listener.unlinkPath()
    }
}
