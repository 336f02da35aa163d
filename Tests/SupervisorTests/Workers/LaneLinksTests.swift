import ControlPlane
import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class LaneLinksTests: XCTestCase {
    private let lane = Sample.lane("vp.a")

    func testHelloGoesToTheLanesSocketAndTheAnswerComesAsAnEvent() throws {
        let bench = try LinksBench()

        let worker = try bench.connect(Generation(4))

        XCTAssertEqual(
            try bench.command(to: worker),
            .hello(
                LaneHello(
                    vpID: lane,
                    generation: Generation(4),
                    epoch: Epoch(9),
                    version: Version.text
                )
            )
        )
        try bench.report(.heartbeat(Heartbeat(runs: [], residentKiB: 7)), from: worker)
        let expected = Heartbeat(runs: [], residentKiB: 7)
        XCTAssertEqual(
            try bench.event(),
            .reported(lane, Generation(4), .heartbeat(expected))
        )
    }

    func testSocketOfAnotherProcessIsNotTalkedTo() throws {
        let bench = try LinksBench()
        let other = ProcessIdentity(pid: 1, startTicks: 0)

        XCTAssertFalse(bench.links.connect(lane, Generation(1), epoch: Epoch(1), worker: other))
        XCTAssertFalse(bench.links.connect(lane, Generation(1), epoch: Epoch(1), worker: nil))

        XCTAssertTrue(bench.capture.text().contains("event=link.refused"))
    }

    func testSocketThatIsNotThereYetIsNoNews() throws {
        let bench = try LinksBench()
        let own = try CurrentProcess.identity()

        XCTAssertFalse(
            bench.links.connect(Sample.lane("vp.b"), Generation(1), epoch: Epoch(1), worker: own)
        )
        XCTAssertEqual(bench.capture.text(), "")
    }

    func testCommandForAnotherGenerationIsDropped() throws {
        let bench = try LinksBench()
        let worker = try bench.connect(Generation(4))
        _ = try bench.command(to: worker)

        bench.links.send(.shutdown, to: lane, Generation(3))
        bench.links.send(.quiesce, to: lane, Generation(4))

        XCTAssertEqual(try bench.command(to: worker), .quiesce)
    }

    func testWorkerThatLetsMegabytesLieUnreadLosesItsLinkAndThatIsTold() throws {
        let bench = try LinksBench()
        let worker = try bench.connect(Generation(4), reads: false)
        var sent = 0
        while !bench.links.hasBacklog, sent < 1_000_000 {
            bench.links.send(.quiesce, to: lane, Generation(4))
            sent += 1
        }

        XCTAssertEqual(try bench.event(), .linkClosed(lane, Generation(4)))

        XCTAssertFalse(bench.links.hasBacklog)
        try worker.startReading()
        try bench.reactor.turn(until: "the end") { worker.stream.state != .open }
        // The lane can be connected to again.
        _ = try bench.connect(Generation(5))
    }

    func testLinkThatTheWorkerClosesIsToldOnce() throws {
        let bench = try LinksBench()
        let worker = try bench.connect(Generation(4))

        worker.close()

        XCTAssertEqual(try bench.event(), .linkClosed(lane, Generation(4)))
        var inbox: [Event] = []
        bench.links.receive(into: &inbox)
        XCTAssertEqual(inbox, [])
    }

    func testLinkThatWeCloseIsNoNewsAndItsBytesAreDiscarded() throws {
        let bench = try LinksBench()
        let worker = try bench.connect(Generation(4))
        try bench.report(.heartbeat(Heartbeat(runs: [], residentKiB: 7)), from: worker)

        bench.links.close(lane)

        try bench.reactor.turn(until: "the end") { worker.stream.state != .open }
        var inbox: [Event] = []
        bench.links.receive(into: &inbox)
        XCTAssertEqual(inbox, [])
    }
}

/// The links of an instance, and a worker's socket that this process listens at.
private final class LinksBench {
    let folder: TemporaryFolder
    let capture: LogCapture
    let reactor: Reactor
    let links: LaneLinks
    private let listener: UnixListener
    private var codec = WorkerLink()

    init() throws {
        folder = try TemporaryFolder()
        capture = try LogCapture()
        reactor = try Reactor()
        let paths = InstancePaths(state: folder.file("s"), runtime: folder.file("r"))
        try paths.create()
        links = LaneLinks(paths, reactor: reactor, log: capture.log)
        listener = try UnixListener(path: paths.socket(of: Sample.lane("vp.a")), mode: 0o600)
    }

    func connect(_ generation: Generation, reads: Bool = true) throws -> Peer {
        let isConnected = links.connect(
            Sample.lane("vp.a"),
            generation,
            epoch: Epoch(9),
            worker: try CurrentProcess.identity()
        )
        XCTAssertTrue(isConnected)
        guard let connection = try listener.accept() else { throw TestFailure("no connection") }
        return try Peer(connection.descriptor, reactor, reads: reads)
    }

    func command(to worker: Peer) throws -> LaneCommand {
        var line: [UInt8]?
        try reactor.turn(until: "a command") {
            links.flush()
            line = try worker.nextLine()
            return line != nil
        }
        guard case .command(let command, _) = codec.decode(try XCTUnwrap(line)[...]) else {
            throw TestFailure("no command")
        }
        return command
    }

    func report(_ report: LaneReport, from worker: Peer) throws {
        guard let line = codec.encode(report) else { throw TestFailure("nobody asked") }
        try worker.send(line)
    }

    /// The first event that comes.
    func event() throws -> Event {
        var inbox: [Event] = []
        try reactor.turn(until: "an event") {
            links.receive(into: &inbox)
            return !inbox.isEmpty
        }
        XCTAssertEqual(inbox.count, 1)
        return inbox[0]
    }
}
