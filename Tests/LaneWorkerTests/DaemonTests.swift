import Protocol
import System
import XCTest

final class DaemonTests: XCTestCase {
    // MARK: A good run

    func testRunReportsItsLifeAndLeavesADurableResult() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        let result = try supervisor.run(try bench.shell("echo hello; echo oops >&2; pwd"))

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertEqual(result.reason, .finished)
        XCTAssertEqual(result.exit, .code(0))
        XCTAssertEqual(try bench.log(), "hello\noops\n\(bench.workspace)\n")
        let entry = try Files.read("\(bench.laneFolder)/outbox/m1.1.json", byteCountMax: 1 << 16)
        XCTAssertEqual(try RunResult(decoding: entry[...]), result)
        XCTAssertEqual(try bench.processes(), [])
        let words = supervisor.reports.compactMap(Self.word)
        XCTAssertEqual(words, ["hello", "accepted", "started", "stopping", "ended"])
    }

    func testAcknowledgementDeletesTheEntryAndTheRunsFiles() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let result = try supervisor.run(try bench.shell("true"))

        try supervisor.acknowledge(result)

        try bench.waitUntil("the entry is gone") {
            !Files.exists("\(bench.laneFolder)/outbox/m1.1.json")
        }
        try bench.waitUntil("the folder is gone") {
            !Files.exists("\(bench.laneFolder)/runs/m1.1")
        }
        XCTAssertTrue(Files.exists("\(bench.laneFolder)/logs/m1.1.log"))
    }

    func testRunWithoutAProcessLeavesADurableResultAndNothingElse() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.order(argv: []) { $0.profile.kind = .noop }

        let result = try supervisor.run(order)

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertNil(result.exit)
        let entry = try Files.read("\(bench.laneFolder)/outbox/m1.1.json", byteCountMax: 1 << 16)
        XCTAssertEqual(try RunResult(decoding: entry[...]), result)
        XCTAssertEqual(supervisor.reports.compactMap(Self.word), ["hello", "accepted", "ended"])
        XCTAssertFalse(Files.exists("\(bench.laneFolder)/runs/m1.1"))
        try supervisor.acknowledge(result)
        try bench.waitUntil("the entry is gone") {
            !Files.exists("\(bench.laneFolder)/outbox/m1.1.json")
        }
    }

    private static func word(_ report: LaneReport) -> String? {
        switch report {
        case .hello: "hello"
        case .accepted: "accepted"
        case .started: "started"
        case .phaseChanged(_, _, let phase): phase.rawValue
        case .ended: "ended"
        case .heartbeat: nil
        default: "\(report)"
        }
    }
}
