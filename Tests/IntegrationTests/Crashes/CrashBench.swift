import IntegrationSupport
import Protocol
import System
import XCTest

/// An instance of two lanes whose programs die, and the missions that must be completed.
final class CrashBench {
    static let missionCount = 4
    private static let lanes = ["vp.a", "vp.b"]

    let instance: TestInstance
    /// How often the supervisor died at its point.
    private(set) var crashCount = 0
    private var ids: [MissionID] = []

    init(_ test: XCTestCase, _ usesControlGroups: Bool, environment: [String]) throws {
        var configuration = TestConfiguration(lanes: Self.lanes)
        configuration.usesControlGroups = usesControlGroups
        instance = try TestInstance(configuration)
        test.addTeardownBlock { [instance] in instance.remove() }
        instance.environment = environment
        try instance.start()
    }

    /// Runs a step again until the supervisor lives through it.
    private func insist<Value>(_ step: (TestClient) throws -> Value) throws -> Value {
        let deadline = Deadline.after(30)
        while true {
            do {
                return try step(TestClient(instance.socket))
            } catch {
                guard Clock.bootTime() < deadline else { throw error }
                try restartIfDead()
                _ = try Poll.wait([], until: Clock.bootTime() + .milliseconds(2))
            }
        }
    }

    private func restartIfDead() throws {
        guard let status = try instance.supervisor?.reap() else { return }
        guard status == .exited(code: CrashPoints.exitCode) else {
            throw TestFailure("the supervisor ended: \(status): \(try instance.log())")
        }
        crashCount += 1
        instance.environment = []
        try instance.start()
    }

    /// Submits the missions, each until it is acknowledged.
    func submit() throws {
        for number in 0..<Self.missionCount {
            var envelope = MissionEnvelope(
                objective: """
                    mark \(instance.marksPath)
                    grandchild 60 setsid double-fork
                    sleep 0.05
                    endmark \(instance.marksPath)

                    """
            )
            envelope.idempotencyKey = "crash-\(number)"
            envelope.vpID = LaneID(Self.lanes[number % 2])
            envelope.session = .fresh
            let view = try insist { try $0.submit(envelope) }
            ids.append(try XCTUnwrap(view.envelope.missionID))
        }
        XCTAssertEqual(Set(ids).count, Self.missionCount)
    }

    /// Waits until every mission has had a process.
    func waitForRuns() throws {
        for id in ids {
            try insist { client in
                _ = try client.wait(id, until: "has run") { $0.state.startedAt != nil }
            }
        }
    }

    /// Waits until every mission is terminal.
    func complete() throws {
        for id in ids { _ = try insist { try $0.wait(id, seconds: 20) } }
        // It may be about to die after its last word.
        _ = try insist { try $0.status() }
    }

    /// Every mission is completed, and its run reached its end; no two runs were alive at once.
    func check(_ what: String) throws {
        let marks = try Mark.read(instance.marksPath)
        let client = try instance.waitForClient()
        for id in ids {
            let view = try client.mission(id)
            XCTAssertEqual(view.state.status, .completed, "\(what): \(view)")
            let accepted = view.attempts.filter { $0.outcome == .completed }.map(\.fence.rawValue)
            XCTAssertEqual(accepted.count, 1, what)
            let own = marks.filter { $0.mission == id.rawValue }
            XCTAssertTrue(own.contains { $0.isEnd && accepted.contains($0.fence) }, what)
            XCTAssertEqual(own.map(\.fence), own.map(\.fence).sorted(), "\(what): two runs at once")
        }
        XCTAssertEqual(try instance.census.members(), [], "\(what): orphans")
        let ledger = try LedgerReader(instance.ledger)
        XCTAssertEqual(try ledger.problems(), [], what)
        let count = try ledger.integer("SELECT count(*) FROM vp_missions")
        XCTAssertEqual(count, Int64(Self.missionCount), what)
    }

    /// How many attempts there were.
    func attemptCount() throws -> Int {
        Int(try LedgerReader(instance.ledger).integer("SELECT count(*) FROM vp_attempts"))
    }

    /// How many lanes have had another worker.
    func laneCountAboveFirstGeneration() throws -> Int64 {
        // The last crash may follow the last result; the next generation follows it.
        try Deadline.wait(for: "the next generations") {
            let sql = "SELECT count(*) FROM vp_sessions WHERE generation > 1"
            let count = try LedgerReader(instance.ledger).integer(sql)
            return count == 2 ? count : nil
        }
    }
}
