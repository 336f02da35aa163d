import ControlPlane
import IntegrationSupport
import LedgerConformance
import Protocol
import SQLite
import System
import XCTest

@testable import Supervisor

final class LedgerCopierTests: XCTestCase {
    func testCopyIsCheckedNamedAfterTheTimeAndHoldsTheLedger() throws {
        let bench = try CopierBench()
        try bench.ledger.commit([.insertMission(Sample.envelope("m1"), Sample.state())])

        bench.copier.begin(for: ClientID(1), .number(7), at: Sample.time())

        let (client, id, reply) = try bench.answer()
        XCTAssertEqual(client, ClientID(1))
        XCTAssertEqual(id, .number(7))
        guard case .changed(let change) = reply else { return XCTFail("\(reply)") }
        let names = try Files.list(bench.paths.backups)
        XCTAssertEqual(names, ["2026-11-21T103000000Z.sqlite"])
        let path = "\(bench.paths.backups)/\(names.first ?? "")"
        XCTAssertEqual(change.lines, ["the ledger is copied to \(path), and the copy is sound"])
        XCTAssertEqual(try Files.information(path)?.mode, 0o600)
        let copy = try Ledger.open(path, bootID: "a").state
        XCTAssertEqual(copy.missions.map(\.envelope.missionID?.rawValue), ["m1"])
    }

    func testLedgerIsWrittenWhileItIsCopied() throws {
        let bench = try CopierBench()

        bench.copier.begin(for: ClientID(1), .number(7), at: Sample.time())
        for number in 1...50 {
            try bench.ledger.commit([.insertMission(Sample.envelope("m\(number)"), Sample.state())])
        }

        guard case .changed = try bench.answer().reply else { return XCTFail("no copy") }
        XCTAssertEqual(try bench.ledger.integrityCheck(), [])
        try bench.ledger.checkpoint(isIdle: true)
    }

    func testSecondCopyMeanwhileIsRefusedAndLaterAllowed() throws {
        let bench = try CopierBench()
        bench.copier.begin(for: ClientID(1), .number(1), at: Sample.time())

        bench.copier.begin(for: ClientID(2), .number(2), at: Sample.time(1))

        guard case .error(let error) = try bench.answer().reply else { return XCTFail("begun") }
        XCTAssertEqual(error.code, .temporary)
        XCTAssertEqual(try bench.answer().client, ClientID(1))
        bench.copier.begin(for: ClientID(2), .number(3), at: Sample.time(2))
        guard case .changed = try bench.answer().reply else { return XCTFail("no copy") }
        XCTAssertEqual(try Files.list(bench.paths.backups).count, 2)
    }

    func testLedgerWithAProblemGivesNoCopyAndSaysWhich() throws {
        let bench = try CopierBench()
        try bench.ledger.commit([.insertMission(Sample.envelope("m1"), Sample.state())])
        try bench.ledger.connection.execute("PRAGMA foreign_keys=OFF; DELETE FROM vp_sessions")

        bench.copier.begin(for: ClientID(1), .number(1), at: Sample.time())

        guard case .error(let error) = try bench.answer().reply else { return XCTFail("a copy") }
        XCTAssertEqual(error.code, .internalFailure)
        XCTAssertTrue(error.message.contains("names a row that does not exist"), error.message)
        XCTAssertFalse(error.message.hasPrefix("lanekeeper"), error.message)
        XCTAssertEqual(try Files.list(bench.paths.backups), [])
    }

    func testProgramThatCannotBeStartedIsAnAnswer() throws {
        let bench = try CopierBench()
        bench.copier.program = bench.folder.file("nowhere")

        bench.copier.begin(for: ClientID(1), .number(1), at: Sample.time())

        guard case .error(let error) = try bench.answer().reply else { return XCTFail("begun") }
        XCTAssertTrue(error.message.contains("nowhere"), error.message)
    }

    func testStopEndsTheProcessAndLeavesNothing() throws {
        let bench = try CopierBench()
        let script = "#!/bin/sh\ntouch $3 $3-journal\necho begun >&2\nexec sleep 60\n"
        bench.copier.program = bench.folder.file("slow")
        try Files.writeAtomically(Array(script.utf8), to: bench.copier.program, mode: 0o700)
        // Children of other tests may end meanwhile.
        let others = Set(try ProcessTable.children(of: CurrentProcess.pid))
        bench.copier.begin(for: ClientID(1), .number(1), at: Sample.time())
        try Deadline.wait(until: "it has begun") {
            try Files.list(bench.paths.backups).count == 2
        }

        bench.copier.stop()

        XCTAssertEqual(try Files.list(bench.paths.backups), [])
        let left = try ProcessTable.children(of: CurrentProcess.pid).filter { !others.contains($0) }
        XCTAssertEqual(left, [])
        XCTAssertTrue(bench.answers.isEmpty)
    }

    func testWhatAKilledCopyLeftIsRemovedByTheNext() throws {
        let bench = try CopierBench()
        try Files.createFolders(bench.paths.backups, mode: 0o700)
        for name in ["old.sqlite", "x.sqlite.part", "x.sqlite.part-journal"] {
            try Files.writeAtomically([1], to: "\(bench.paths.backups)/\(name)", mode: 0o600)
        }

        bench.copier.begin(for: ClientID(1), .number(1), at: Sample.time())
        _ = try bench.answer()

        XCTAssertEqual(
            try Files.list(bench.paths.backups),
            ["2026-11-21T103000000Z.sqlite", "old.sqlite"]
        )
    }
}

private final class CopierBench {
    let folder: TemporaryFolder
    let capture: LogCapture
    let paths: InstancePaths
    let ledger: Ledger
    let copier: LedgerCopier
    private let reactor: Reactor
    private let box: AnswerBox

    private final class AnswerBox {
        var answers: [(client: ClientID, id: RequestID, reply: ControlReply)] = []
    }

    var answers: [(client: ClientID, id: RequestID, reply: ControlReply)] { box.answers }

    init() throws {
        folder = try TemporaryFolder()
        capture = try LogCapture()
        reactor = try Reactor()
        paths = InstancePaths(state: folder.file("s"), runtime: folder.file("r"))
        try paths.create()
        ledger = try Ledger.open(paths.ledger, bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        let box = AnswerBox()
        self.box = box
        copier = LedgerCopier(paths, reactor: reactor, log: capture.log) { client, id, reply in
            box.answers.append((client, id, reply))
        }
        copier.program = try Products.path("lanekeeper")
    }

    deinit { copier.stop() }

    /// The next answer.
    func answer() throws -> (client: ClientID, id: RequestID, reply: ControlReply) {
        try reactor.turn(until: "an answer") { !box.answers.isEmpty }
        return box.answers.removeFirst()
    }
}
