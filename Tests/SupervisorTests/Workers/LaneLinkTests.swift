import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class LaneLinkTests: XCTestCase {
    private let hello = LaneHello(
        vpID: Sample.lane(),
        generation: Generation(2),
        epoch: Epoch(3),
        version: "1"
    )

    func testCommandArrivesAndReportsAreHandedOver() throws {
        let bench = try LinkBench()
        bench.link.send(.hello(hello))
        bench.link.stream.flush()

        try bench.reactor.turn(until: "the hello") { try bench.answerHello() }
        try bench.read()

        var reports: [LaneReport] = []
        XCTAssertNil(bench.link.receive { reports.append($0) })
        guard case .hello(let answer)? = reports.first else { return XCTFail("\(reports)") }
        XCTAssertEqual(answer.generation, Generation(2))
        XCTAssertFalse(bench.link.hasInput)
    }

    func testManyFramesAreTakenInSeveralTurns() throws {
        let bench = try LinkBench()
        try bench.sendHeartbeats(LaneLink.frameCountMax + 1)
        try bench.read()

        var count = 0
        XCTAssertNil(bench.link.receive { _ in count += 1 })
        XCTAssertEqual(count, LaneLink.frameCountMax)
        XCTAssertTrue(bench.link.hasInput)
        XCTAssertNil(bench.link.receive { _ in count += 1 })
        XCTAssertEqual(count, LaneLink.frameCountMax + 1)
        XCTAssertFalse(bench.link.hasInput)
    }

    func testWorkerThatDoesNotReadEndsTheLinkAtTheNextReceive() throws {
        let bench = try LinkBench()
        let order = LaunchOrder(
            runID: Sample.run("m", 1),
            fence: Fence(1),
            sessionID: Sample.session(),
            envelope: Sample.envelope("m", objective: String(repeating: "x", count: 1 << 18)),
            profile: LaunchProfile(name: "p", argv: ["true"])
        )
        for _ in 0..<100 where !bench.link.hasInput { bench.link.send(.startMission(order)) }

        XCTAssertTrue(bench.link.hasInput)
        // It is still open: whoever has registered it forgets it first.
        XCTAssertEqual(bench.link.stream.state, .open)
        XCTAssertEqual(
            bench.link.receive { _ in XCTFail("nothing was said") },
            "the worker does not read its commands"
        )
    }

    func testLinkIsOverOnceEverythingThatWasSaidIsTaken() throws {
        let bench = try LinkBench()
        try bench.sendHeartbeats(3)
        bench.worker.close()
        // A local socket has both at once: what was said, and the end.
        while bench.link.stream.state == .open { bench.link.stream.readAvailable() }

        var count = 0
        XCTAssertEqual(bench.link.receive { _ in count += 1 }, "the worker closed it")
        XCTAssertEqual(count, 3)
    }

    func testLineThatIsNoReportEndsTheLink() throws {
        let bench = try LinkBench()
        try bench.worker.send(Array("{]\n".utf8))
        try bench.read()

        XCTAssertNotNil(bench.link.receive { _ in XCTFail("no report") })
    }

    func testInterestFollowsWhatIsQueued() throws {
        let bench = try LinkBench()
        XCTAssertEqual(bench.link.interest, .read)

        bench.link.send(.quiesce)

        XCTAssertEqual(bench.link.interest, [.read, .write])
        bench.link.stream.flush()
        XCTAssertEqual(bench.link.interest, .read)
    }
}

/// A link, and the worker's end of it.
private final class LinkBench {
    let reactor: Reactor
    let link: LaneLink
    let worker: Peer
    private var codec = WorkerLink()

    init() throws {
        reactor = try Reactor()
        let pair = try SocketPair()
        link = LaneLink(Sample.lane(), Generation(2), try ByteStream(pair.first))
        worker = try Peer(pair.second, reactor)
    }

    deinit { link.stream.close() }

    /// Answers the supervisor's hello once it has come.
    func answerHello() throws -> Bool {
        guard let line = try worker.nextLine() else { return false }
        guard case .command(.hello(let hello), nil) = codec.decode(line[...]) else {
            throw TestFailure("no hello")
        }
        try send(
            .hello(
                WorkerHello(
                    protocolVersion: 1,
                    version: "1",
                    vpID: hello.vpID,
                    generation: hello.generation
                )
            )
        )
        return true
    }

    func sendHeartbeats(_ count: Int) throws {
        for _ in 0..<count { try send(.heartbeat(Heartbeat(runs: [], residentKiB: 1))) }
    }

    private func send(_ report: LaneReport) throws {
        guard let line = codec.encode(report) else { throw TestFailure("nobody asked") }
        try worker.send(line)
    }

    /// Reads what the worker has sent; a local socket has it at once.
    func read() throws {
        link.stream.readAvailable()
        link.hasInput = true
    }
}
