import Protocol
import System
import XCTest

/// A worker that dies at each of its named points loses no result and leaves no leader.
final class CrashPointTests: XCTestCase {
    private enum Left {
        /// Nothing: the run was not over.
        case nothing
        /// The result, which the next generation reports.
        case result
    }

    private let points: [(String, Left)] = [
        ("worker.beforeHelloAnswer", .nothing),
        ("worker.beforeFork", .nothing),
        ("worker.afterFork", .nothing),
        ("worker.afterExec", .nothing),
        ("worker.outboxWritten", .nothing),
        ("worker.outboxRenamed", .result),
        ("worker.resultSent", .result),
        ("worker.beforeAcknowledge", .result),
    ]

    func testEachPointLeavesWhatIsDurableAndNoProcess() throws {
        for (point, left) in points {
            let variable = "\(CrashPoints.environmentKey)=\(point):1"
            let bench = try WorkerBench(environment: [variable])
            let order = try bench.shell("sleep 0.1")
            try drive(bench, order)

            let status = try bench.process.wait(until: Clock.bootTime() + .seconds(10))

            XCTAssertEqual(status, .exited(code: CrashPoints.exitCode), point)
            try bench.waitUntil("\(point): nothing of the run lives") {
                try bench.processes().isEmpty
            }
            try checkNextGeneration(of: bench, order, left, point)
        }
    }

    /// Does all that passes a point; the worker dies somewhere in between.
    private func drive(_ bench: WorkerBench, _ order: LaunchOrder) throws {
        do {
            let supervisor = try bench.supervise()
            let result = try supervisor.run(order)
            try supervisor.acknowledge(result)
        } catch is Timeout {
            // The connection ended with the worker.
        }
    }

    private func checkNextGeneration(
        of bench: WorkerBench,
        _ order: LaunchOrder,
        _ left: Left,
        _ point: String
    ) throws {
        try bench.startNextGeneration(2)
        let supervisor = try bench.supervise(generation: 2)
        guard case .hello(let hello)? = supervisor.reports.first else {
            return XCTFail("\(point): no hello")
        }
        switch left {
        case .nothing:
            XCTAssertEqual(hello.outboxEntryCount, 0, point)
            XCTAssertEqual(try Files.list("\(bench.laneFolder)/outbox"), [], point)
            XCTAssertEqual(try Files.list("\(bench.laneFolder)/runs"), [], point)
        case .result:
            XCTAssertEqual(hello.outboxEntryCount, 1, point)
            XCTAssertEqual(try supervisor.result().outcome, .completed, point)
        }
    }
}
