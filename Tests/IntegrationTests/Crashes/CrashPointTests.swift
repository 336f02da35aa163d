import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// Either program dies at each of its named points; every mission is completed all the same.
final class CrashPointTests: XCTestCase {
    /// Each point of the supervisor, with the passings at which it dies.
    private let supervisorPoints: [(name: String, passings: [Int])] = [
        ("supervisor.beforeCommit", [1, 2, 3, 5, 8]), ("supervisor.afterCommit", [1, 2, 3, 5, 8]),
        ("supervisor.beforeSpawn", [1, 2]), ("supervisor.afterSpawn", [1, 2]),
        ("supervisor.duringAdoption", [1]), ("supervisor.beforeAcknowledge", [1, 3]),
    ]
    /// Each point of the worker, with the passings at which it dies.
    private let workerPoints: [(name: String, passings: [Int])] = [
        ("worker.beforeHelloAnswer", [1]), ("worker.beforeFork", [1, 2]),
        ("worker.afterFork", [1, 2]), ("worker.afterExec", [1, 2]),
        ("worker.outboxWritten", [1, 2]),
        ("worker.outboxRenamed", [1, 2]), ("worker.resultSent", [1, 2]),
        ("worker.beforeAcknowledge", [1, 2]),
    ]

    /// Points that ordinary missions do not pass, with the test case that dies there.
    private let otherPoints = ["supervisor.beforeCapture": "RollbackTests"]

    func testTableNamesEveryPointOfTheSources() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let sources = root.appendingPathComponent("Sources")
        let files = try XCTUnwrap(FileManager.default.enumerator(atPath: sources.path))
        var names: Set<String> = []
        for case let file as String in files where file.hasSuffix(".swift") {
            let url = sources.appendingPathComponent(file)
            let text = try String(contentsOf: url, encoding: .utf8)
            for rest in text.components(separatedBy: "CrashPoints.pass(\"").dropFirst() {
                names.insert(String(rest.prefix { $0 != "\"" }))
            }
        }

        XCTAssertEqual(
            names,
            Set((supervisorPoints + workerPoints).map(\.name) + otherPoints.keys)
        )
    }

    func testSupervisorDiesAtEachPointWithControlGroups() throws {
        try killSupervisors(usingControlGroups: true)
    }

    func testSupervisorDiesAtEachPointWithoutControlGroups() throws {
        try killSupervisors(usingControlGroups: false)
    }

    func testWorkerDiesAtEachPointWithControlGroups() throws {
        try killWorkers(usingControlGroups: true)
    }

    func testWorkerDiesAtEachPointWithoutControlGroups() throws {
        try killWorkers(usingControlGroups: false)
    }

    /// The supervisor dies while it takes over workers that run missions.
    func testSupervisorDiesDuringAdoption() throws {
        for usesControlGroups in [true, false] {
            for passing in 1...2 {
                let bench = try CrashBench(self, usesControlGroups, environment: [])
                try bench.submit()
                try bench.waitForRuns()
                try bench.instance.signal(.kill)
                try bench.instance.waitForEnd()
                bench.instance.environment = [
                    "LANEKEEPER_CRASH_AT=supervisor.duringAdoption:\(passing)"
                ]
                try bench.instance.start()

                try bench.complete()

                XCTAssertEqual(bench.crashCount, 1, "passing \(passing) was not reached")
                try bench.check("adoption \(passing)")
                XCTAssertEqual(try bench.attemptCount(), CrashBench.missionCount)
            }
        }
    }

    private func killSupervisors(usingControlGroups: Bool) throws {
        for (name, passings) in supervisorPoints {
            for passing in passings {
                let point = "\(name):\(passing)"
                let bench = try CrashBench(
                    self,
                    usingControlGroups,
                    environment: ["LANEKEEPER_CRASH_AT=\(point)"]
                )

                try bench.submit()
                try bench.complete()

                XCTAssertEqual(bench.crashCount, 1, "\(point) was not reached")
                try bench.check(point)
                bench.instance.remove()
            }
        }
    }

    private func killWorkers(usingControlGroups: Bool) throws {
        for (name, passings) in workerPoints {
            for passing in passings {
                let point = "\(name):\(passing)"
                let bench = try CrashBench(
                    self,
                    usingControlGroups,
                    environment: ["LANEKEEPER_WORKER_CRASH_AT=\(point)"]
                )

                try bench.submit()
                try bench.complete()

                XCTAssertEqual(bench.crashCount, 0, "\(point): the supervisor died")
                try bench.check(point)
                XCTAssertEqual(try bench.laneCountAboveFirstGeneration(), 2, point)
                bench.instance.remove()
            }
        }
    }
}
