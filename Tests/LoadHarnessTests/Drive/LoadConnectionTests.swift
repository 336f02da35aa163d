import Harness
import Protocol
import System
import XCTest

@testable import LoadHarness

/// A connection and the other end of it, in one loop.
final class LoadConnectionTests: XCTestCase {
    private var folder: InstanceFolder?
    private var loop: EventLoop?
    private var listener: UnixListener?
    private var peer: ByteStream?
    private var decoder = FrameDecoder()

    override func setUpWithError() throws {
        folder = try InstanceFolder(in: "/tmp", prefix: "lkt")
        loop = try EventLoop()
        try listen()
    }

    override func tearDownWithError() throws {
        folder?.destroy(nil)
    }

    private var path: String { (folder?.path ?? "") + "/s" }

    private func listen() throws {
        listener = try UnixListener(path: path, mode: 0o600)
    }

    private func connection(after cursor: UInt64? = nil) throws -> LoadConnection {
        LoadConnection(path: path, loop: try XCTUnwrap(loop), subscribedAfter: cursor)
    }

    /// Connects and says hello to it.
    private func greet(_ connection: LoadConnection) throws {
        let now = MonotonicTime(nanoseconds: .max / 2)
        try connection.advance(at: now)
        decoder = FrameDecoder()
        let listener = try XCTUnwrap(listener)
        guard let accepted = try listener.accept() else { return XCTFail("no connection") }
        peer = try ByteStream(accepted.descriptor)
        guard case .hello = try heard().first?.command else { return XCTFail("no hello") }
        let hello = ServerHello(protocolVersion: 1, version: "1", role: .operator)
        try say(.answer(.number(0), .hello(hello)))
        _ = try hear(connection)
    }

    private func say(_ message: ControlMessage) throws {
        let stream = try XCTUnwrap(peer)
        XCTAssertTrue(stream.enqueue(message.encoded()))
        stream.flush()
    }

    /// What the peer has been asked since the last call.
    private func heard() throws -> [ControlRequestFrame] {
        let stream = try XCTUnwrap(peer)
        stream.readAvailable()
        decoder.append(stream.takeInput())
        var frames: [ControlRequestFrame] = []
        while let line = try decoder.next() {
            frames.append(try ControlRequestFrame(decoding: line))
        }
        return frames
    }

    private func hear(_ connection: LoadConnection) throws -> [LoadConnection.News] {
        let instant = Instant(
            boot: MonotonicTime(nanoseconds: 1),
            wall: WallTime(nanoseconds: 2)
        )
        return try connection.receive(at: instant)
    }

    private func hangUp() {
        peer?.close()
        peer = nil
    }

    func testASubmitIsSentAgainUntilItIsAnswered() throws {
        var envelope = MissionEnvelope(objective: "true")
        envelope.idempotencyKey = "k"
        let submit = ControlCommand.missionSubmit([envelope], isDryRun: false)
        let connection = try connection()
        try greet(connection)
        try connection.ask(submit, .mission(3))
        XCTAssertEqual(try heard().map(\.command), [submit])

        hangUp()
        XCTAssertTrue(try hear(connection).isEmpty)
        XCTAssertNotNil(connection.retryAt)
        try greet(connection)
        let again = try heard()
        try say(.answer(again[0].id, .missions([], nextCursor: nil)))
        let news = try hear(connection)

        XCTAssertEqual(again.map(\.command), [submit])
        guard case .answer(let question, .missions, _)? = news.first else {
            return XCTFail("\(news)")
        }
        XCTAssertEqual(question.subject, .mission(3))
        XCTAssertEqual(question.sendCount, 2)
        XCTAssertEqual(connection.openQuestionCount, 0)
    }

    func testAReadingIsNotAskedAgain() throws {
        let connection = try connection()
        try greet(connection)
        try connection.ask(.supervisorStatus, .status)
        XCTAssertEqual(try heard().count, 1)

        hangUp()
        _ = try hear(connection)
        try greet(connection)

        XCTAssertEqual(try heard(), [])
        XCTAssertEqual(connection.openQuestionCount, 0)
    }

    func testWhatIsAskedWhileItIsAwayIsSentInItsOrder() throws {
        let connection = try connection()
        try connection.ask(.supervisorStatus, .status)
        try connection.ask(.poolList, .pools)

        try greet(connection)

        XCTAssertEqual(try heard().map(\.command), [.supervisorStatus, .poolList])
    }

    func testASubscriptionGoesOnAfterTheLastEvent() throws {
        let connection = try connection(after: 5)
        try greet(connection)
        XCTAssertEqual(try subscribedAfter(), 5)
        for sequence: UInt64 in [6, 7] {
            try say(
                .event(
                    EventRecord(
                        sequence: sequence,
                        type: .laneReady,
                        emittedAt: WallTime(nanoseconds: 0),
                        actor: "supervisor",
                        summary: "x"
                    )
                )
            )
        }
        XCTAssertEqual(try hear(connection).count, 2)

        hangUp()
        _ = try hear(connection)
        try greet(connection)

        XCTAssertEqual(connection.cursor, 7)
        XCTAssertEqual(try subscribedAfter(), 7)
    }

    private func subscribedAfter() throws -> UInt64? {
        guard case .eventsSubscribe(let filter)? = try heard().first?.command else { return nil }
        XCTAssertTrue(filter.follows)
        return filter.cursor
    }

    func testWithoutAListenerItTriesAgainLessAndLessOften() throws {
        listener = nil
        try Files.remove(path)
        let connection = try connection()

        var waits: [UInt64] = []
        for _ in 0..<7 {
            let now = try XCTUnwrap(connection.retryAt)
            try connection.advance(at: now)
            waits.append(try XCTUnwrap(connection.retryAt).since(now).wholeMilliseconds)
        }

        XCTAssertEqual(waits, [2, 4, 8, 16, 32, 50, 50])
        XCTAssertEqual(connection.connectCount, 0)
    }

    func testWhatNobodyUnderstandsIsAnError() throws {
        let connection = try connection()
        try greet(connection)
        let stream = try XCTUnwrap(peer)
        XCTAssertTrue(stream.enqueue(Array("{}\n".utf8)))
        stream.flush()

        XCTAssertThrowsError(try hear(connection)) { XCTAssertTrue($0 is HarnessError) }
    }
}
