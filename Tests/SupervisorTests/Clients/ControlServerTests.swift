import ControlPlane
import Glibc
import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class ControlServerTests: XCTestCase {
    // MARK: Greeting

    func testHelloIsAnsweredWithTheRoleAndRequestsAreHandedOver() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()

        try peer.send(ControlRequestFrame(id: .text("b"), command: .laneList).encoded())
        try bench.turn(until: "a request") { !bench.taken.isEmpty }

        let (client, frame) = bench.taken[0]
        XCTAssertEqual(client.role, .operator)
        XCTAssertEqual(client.actor, "uid:\(CurrentProcess.uid) (test)")
        XCTAssertNil(client.parentID)
        XCTAssertEqual(frame, ControlRequestFrame(id: .text("b"), command: .laneList))

        bench.server.answer(client.id, frame.id, .lanes([]))
        XCTAssertEqual(try bench.message(to: peer), .answer(.text("b"), .lanes([])))
    }

    func testFirstRequestMustBeHello() throws {
        let bench = try ServerBench()
        let peer = try Peer(bench.path, bench.reactor)

        try peer.send(ControlRequestFrame(id: .number(1), command: .laneList).encoded())

        XCTAssertEqual(try bench.refusal(of: peer).reason, .protocolVersion)
        XCTAssertTrue(bench.taken.isEmpty)
    }

    func testProtocolThatDoesNotMeetOursIsRefusedByName() throws {
        let bench = try ServerBench()
        let peer = try Peer(bench.path, bench.reactor)
        var hello = ControlHello(program: "old-tool", version: "1")
        hello.protocolRange = ProtocolRange(oldest: 900, newest: 901)

        try peer.send(ControlRequestFrame(id: .number(1), command: .hello(hello)).encoded())

        let error = try bench.refusal(of: peer)
        XCTAssertEqual(error.code, .conflict)
        XCTAssertTrue(error.message.contains("old-tool"), error.message)
    }

    func testPeerInsideARunIsASubmitterWithItsMissionAsParent() throws {
        let bench = try ServerBench()
        var request = SpawnRequest(
            executable: try Products.path("lanectl"),
            arguments: ["lane", "list"],
            environment: ["LANE_RUN_ID=m.1.2", "LANEKEEPER_SOCKET=\(bench.path)"]
        )
        request.deathSignal = .kill
        let process = try request.start()
        defer {
            _ = try? process.send(.kill)
            _ = try? process.wait(until: Deadline.after(10))
        }

        try bench.turn(until: "a request") { !bench.taken.isEmpty }

        XCTAssertEqual(bench.taken[0].client.role, .submitter)
        XCTAssertEqual(bench.taken[0].client.parentID, Sample.mission("m.1"))
    }

    func testSocketWhoseFileVanishedIsBoundAgainAndConnectionsStay() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        let start = Clock.bootTime()
        bench.server.keepListening(at: start)
        try Files.remove(bench.path)

        bench.server.keepListening(at: start + .milliseconds(999))
        XCTAssertFalse(Files.exists(bench.path), "it looks once a second")
        bench.server.keepListening(at: start + .seconds(1))

        _ = try bench.connect()
        try peer.send(ControlRequestFrame(id: .number(2), command: .laneList).encoded())
        try bench.turn(until: "a request") { !bench.taken.isEmpty }
        XCTAssertTrue(bench.capture.text().contains("event=socket.rebound"))
    }

    func testConnectionBeyondTheLimitIsToldSo() throws {
        let bench = try ServerBench()
        try CurrentProcess.raiseDescriptorLimit()
        guard sysconf(Int32(_SC_OPEN_MAX)) > 2_200 else {
            print("not proved: 1024 connections: too few descriptors")
            throw XCTSkip("too few descriptors")
        }
        var peers: [Peer] = []
        for _ in 0..<ControlServer.clientCountMax {
            peers.append(try Peer(bench.path, bench.reactor, reads: false))
            // The queue of a listener is bounded too.
            if peers.count % 64 == 0 { try bench.step() }
        }

        let peer = try Peer(bench.path, bench.reactor)

        XCTAssertEqual(try bench.refusal(of: peer).reason, .tooManyConnections)
        peers[0].close()
        try bench.turn(until: "one has left") { !bench.left.isEmpty }
        _ = try bench.connect()
    }

    // MARK: Bad input

    func testLineThatIsNoRequestIsRefusedAndTheConnectionGoesOn() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()

        try peer.send(Array("{\"id\":7,\"jsonrpc\":\"2.0\",\"method\":\"fly\"}\n".utf8))

        XCTAssertEqual(try bench.refusal(of: peer).code, .usage)
        try peer.send(ControlRequestFrame(id: .number(2), command: .laneList).encoded())
        try bench.turn(until: "a request") { bench.taken.count == 1 }
    }

    func testFrameThatIsTooLargeEndsItsConnectionOnly() throws {
        let bench = try ServerBench()
        let large = try bench.connect()
        let other = try bench.connect()
        let bytes = [UInt8](
            repeating: UInt8(ascii: "x"),
            count: FrameDecoder.standardByteCountMax + 1
        )

        XCTAssertTrue(large.stream.enqueue(bytes))
        try bench.turn(until: "it is taken") {
            large.stream.flush()
            return !bench.left.isEmpty
        }

        XCTAssertEqual(try bench.refusal(of: large).code, .usage)
        try other.send(ControlRequestFrame(id: .number(2), command: .laneList).encoded())
        try bench.turn(until: "the other's request") { bench.taken.count == 1 }
    }

    // MARK: Leaving

    func testClientThatHasHalfClosedStillGetsItsAnswers() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        try peer.send(ControlRequestFrame(id: .number(2), command: .laneList).encoded())
        try UnixSocket.endWriting(peer.stream.descriptor)
        try bench.turn(until: "a request") { !bench.taken.isEmpty }
        for _ in 0..<3 { try bench.step() }
        XCTAssertEqual(bench.left, [])

        bench.server.answer(bench.taken[0].client.id, .number(2), .lanes([]))

        XCTAssertEqual(try bench.message(to: peer), .answer(.number(2), .lanes([])))
        try bench.turn(until: "it has left") { !bench.left.isEmpty }
    }

    func testClientThatHasLeftIsToldOnceAndItsAnswerIsForNobody() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        try peer.send(ControlRequestFrame(id: .number(2), command: .laneList).encoded())
        try bench.turn(until: "a request") { !bench.taken.isEmpty }
        let id = bench.taken[0].client.id

        peer.close()
        try bench.turn(until: "it has left") { !bench.left.isEmpty }
        bench.server.answer(id, .number(2), .lanes([]))
        try bench.step()

        XCTAssertEqual(bench.left, [id])
    }

    func testClientWithTooManyOpenRequestsIsReadAgainAfterAnAnswer() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        let limit = ControlServer.openRequestCountMax
        for number in 0...limit {
            let id = RequestID.number(Int64(number))
            try peer.send(ControlRequestFrame(id: id, command: .laneList).encoded())
        }
        try bench.turn(until: "as many as may be") { bench.taken.count >= limit }
        for _ in 0..<3 { try bench.step() }
        XCTAssertEqual(bench.taken.count, limit)

        bench.server.answer(bench.taken[0].client.id, .number(0), .lanes([]))

        try bench.turn(until: "the last") { bench.taken.count == limit + 1 }
        XCTAssertEqual(bench.taken.last?.frame.id, .number(Int64(limit)))
    }

    func testCloseSendsWhatIsOwedAndRemovesTheSocket() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        try peer.send(ControlRequestFrame(id: .number(2), command: .laneList).encoded())
        try bench.turn(until: "a request") { !bench.taken.isEmpty }
        bench.server.answer(bench.taken[0].client.id, .number(2), .lanes([]))

        bench.server.close()

        XCTAssertFalse(Files.exists(bench.path))
        try bench.reactor.turn(until: "the end") { peer.stream.state == .inputEnded }
        XCTAssertEqual(
            try peer.nextLine().map { try ControlMessage(decoding: $0[...]) },
            .answer(.number(2), .lanes([]))
        )
    }

    // MARK: Subscribers

    func testSubscriberGetsWhatItIsOwedInOrder() throws {
        let bench = try ServerBench()
        let (peer, _) = try bench.subscribe()

        bench.server.feedSubscribers(upTo: 3) { _, cursor in
            ([Sample.event(cursor + 1)], cursor + 1)
        }

        for sequence in 1...3 as ClosedRange<UInt64> {
            XCTAssertEqual(try bench.message(to: peer), .event(Sample.event(sequence)))
        }
        bench.server.feedSubscribers(upTo: 3) { _, _ in
            XCTFail("nothing is owed")
            return ([], 3)
        }
    }

    func testSubscriberThatWasDroppedGetsNoMoreWork() throws {
        let bench = try ServerBench()
        let (_, id) = try bench.subscribe(reads: false)
        var event = Sample.event(1)
        event.summary = String(repeating: "x", count: 1 << 20)
        var pageCount = 0

        // One page has more than a client may leave unread.
        bench.server.feedSubscribers(upTo: 1_000) { _, cursor in
            pageCount += 1
            return (Array(repeating: event, count: 12), cursor + 12)
        }

        XCTAssertEqual(pageCount, 1)
        try bench.turn(until: "it has left") { bench.left == [id] }
    }

    func testSubscriberThatDoesNotReadIsNotFedAboveTheWatermark() throws {
        let bench = try ServerBench()
        let (peer, _) = try bench.subscribe(reads: false)
        var event = Sample.event(1)
        event.summary = String(repeating: "x", count: 1 << 18)
        var pageCount = 0
        let feed = {
            bench.server.feedSubscribers(upTo: 12) { _, cursor in
                pageCount += 1
                return ([event], cursor + 1)
            }
        }

        feed()
        XCTAssertLessThan(pageCount, 8)
        XCTAssertFalse(bench.server.hasBacklog)

        try peer.startReading()
        try bench.turn(until: "everything is fed") {
            peer.stream.consumeInput(peer.stream.inputByteCount)
            feed()
            return pageCount == 12
        }
        XCTAssertEqual(bench.left, [])
    }

    func testFilterThatMatchesNothingIsBoundedInATurnAndGoesOnInTheNext() throws {
        let bench = try ServerBench()
        _ = try bench.subscribe()
        var seen: [UInt64] = []
        let feed = {
            bench.server.feedSubscribers(upTo: 100_000) { _, cursor in
                let next = min(cursor + 4_096, 100_000)
                seen.append(next)
                return ([], next)
            }
        }

        feed()
        XCTAssertEqual(seen.last, ControlServer.fedEventCountMax)
        XCTAssertTrue(bench.server.hasBacklog)

        for _ in 0..<6 { feed() }
        XCTAssertEqual(seen.last, 100_000)
        XCTAssertFalse(bench.server.hasBacklog)
    }

    func testSubscribersTakeTurns() throws {
        let bench = try ServerBench()
        let ids = [try bench.subscribe(.laneReady).id, try bench.subscribe(.laneExited).id]
        var order: [String] = []
        let feed = {
            bench.server.feedSubscribers(upTo: 1_000_000) { filter, cursor in
                order.append(filter.typePrefixes[0])
                return ([], cursor + ControlServer.fedEventCountMax)
            }
        }

        for _ in 0..<4 { feed() }

        XCTAssertEqual(ids.count, 2)
        let names = [EventType.laneReady.rawValue, EventType.laneExited.rawValue]
        XCTAssertEqual(order, names + names)
    }

    func testLedgerThatCannotBeReadMakesNoBacklog() throws {
        let bench = try ServerBench()
        _ = try bench.subscribe()

        bench.server.feedSubscribers(upTo: 10) { _, cursor in ([], cursor) }

        XCTAssertFalse(bench.server.hasBacklog)
    }
}

/// A control server with clients in the same thread.
private final class ServerBench {
    let folder: TemporaryFolder
    let reactor: Reactor
    let server: ControlServer
    let capture: LogCapture
    let path: String
    private(set) var taken: [(client: ControlClient, frame: ControlRequestFrame)] = []
    private(set) var left: [ClientID] = []
    private var peers: [Peer] = []

    init() throws {
        folder = try TemporaryFolder()
        reactor = try Reactor()
        path = folder.file("c.sock")
        capture = try LogCapture()
        server = try ControlServer(path, reactor: reactor, log: capture.log)
    }

    deinit { server.close() }

    /// What a turn of the supervisor does with the server.
    func step() throws {
        receive()
        server.flush()
        try reactor.turn(until: Clock.bootTime())
        receive()
        server.flush()
    }

    private func receive() {
        server.receive(
            take: { client, frame in taken.append((client, frame)) },
            leave: { id in left.append(id) }
        )
    }

    func turn(until what: String, _ isTrue: () throws -> Bool) throws {
        try reactor.turn(
            until: what,
            due: server.hasBacklog ? Clock.bootTime() : nil
        ) {
            receive()
            server.flush()
            return try isTrue()
        }
    }

    /// A client that was greeted.
    func connect(reads: Bool = true) throws -> Peer {
        let peer = try Peer(path, reactor)
        let hello = ControlHello(program: "test", version: "1")
        try peer.send(ControlRequestFrame(id: .number(1), command: .hello(hello)).encoded())
        guard case .answer(.number(1), .hello) = try message(to: peer) else {
            throw TestFailure("not greeted")
        }
        return peer
    }

    /// A client that follows events from the first one on.
    func subscribe(
        _ type: EventType = .missionQueued,
        reads: Bool = true
    ) throws -> (peer: Peer, id: ClientID) {
        let peer = try connect()
        try peer.send(ControlRequestFrame(id: .number(2), command: .laneList).encoded())
        let count = taken.count
        try turn(until: "a request") { taken.count > count }
        let id = taken[count].client.id
        server.answer(id, .number(2), .lanes([]))
        _ = try message(to: peer)
        if !reads { peer.stopReading() }
        var filter = EventFilter()
        filter.typePrefixes = [type.rawValue]
        server.subscribe(id, .init(filter: filter, cursor: 0))
        peers.append(peer)
        return (peer, id)
    }

    func message(to peer: Peer) throws -> ControlMessage {
        var line: [UInt8]?
        try turn(until: "a message") {
            line = try peer.nextLine()
            return line != nil
        }
        return try ControlMessage(decoding: try XCTUnwrap(line)[...])
    }

    /// The error that a peer is answered with.
    func refusal(of peer: Peer) throws -> ControlError {
        let message = try message(to: peer)
        guard case .answer(_, .error(let error)) = message else {
            throw TestFailure("not refused: \(message)")
        }
        return error
    }
}
