import Protocol
import System
import XCTest

/// How real process trees end; the rules themselves are tested in `LaneCoreTests`.
final class RunTreeEndTests: XCTestCase {
    func testLeftoversAreEndedAndCounted() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        let result = try supervisor.run(try bench.shell("sleep 60 & sleep 60 & exit 0"))

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertEqual(result.leftoverProcessCount, 2)
        XCTAssertEqual(try bench.processes(), [])
    }

    func testPipeHeldByAGrandchildDoesNotDelayTheEnd() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let started = Clock.bootTime()

        let result = try supervisor.run(try bench.shell("sleep 60 & echo last; exit 0"))

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertEqual(try bench.log(), "last\n")
        XCTAssertLessThan(Clock.bootTime().since(started), .seconds(5))
    }

    func testA30TreeThatIgnoresTermAndEscapesIsGoneWithinTheBound() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let runtime = try WorkerBench.product("fake-runtime")
        let script = """
            ignore-term
            grandchild 60 setsid double-fork ignore-term hold-pipe
            grandchild 60 setsid ignore-term
            progress ready
            stall
            """
        let order = try bench.order(
            argv: [runtime],
            objective: script
        )
        try supervisor.send(.startMission(order))
        _ = try supervisor.wait { if case .progress = $0 { true } else { false } }
        XCTAssertGreaterThanOrEqual(try bench.processes().count, 3)
        let started = Clock.bootTime()

        try supervisor.cancel(order)
        let result = try supervisor.result()

        XCTAssertEqual(result.outcome, .cancelled)
        XCTAssertEqual(result.exit, .signal(9))
        XCTAssertEqual(try bench.processes(), [])
        XCTAssertLessThan(Clock.bootTime().since(started), .seconds(3))
    }

    func testIntentWinsOverAGoodExit() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.shell("trap 'exit 0' TERM; echo x >&3; while :; do sleep 0.01; done")
        try supervisor.send(.startMission(order))
        try bench.waitUntil("the trap is set") { try bench.log().contains("no report") }

        try supervisor.cancel(order)
        let result = try supervisor.result()

        XCTAssertEqual(result.outcome, .cancelled)
        XCTAssertEqual(result.exit, .code(0))
    }

    func testImmediateCancelDoesNotWaitForTheGrace() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.shell("trap '' TERM; while :; do sleep 0.01; done") {
            $0.profile.termGraceMilliseconds = 60_000
        }
        try supervisor.send(.startMission(order))
        _ = try supervisor.wait { if case .started = $0 { true } else { false } }
        try supervisor.cancel(order)

        try supervisor.cancel(order, isImmediate: true)
        let result = try supervisor.result(seconds: 5)

        XCTAssertEqual(result.outcome, .cancelled)
    }

    func testEndOfOneRunLeavesAnotherAlone() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let long = try bench.shell("sleep 60 & sleep 60")
        let short = try bench.shell("sleep 60 & exit 0", run: "m2.1", fence: 2)
        try supervisor.send(.startMission(long))
        _ = try supervisor.wait { if case .started = $0 { true } else { false } }
        try bench.waitUntil("both sleep") { try bench.processes().count == 3 }

        let result = try supervisor.run(short)

        XCTAssertEqual(result.leftoverProcessCount, 1)
        XCTAssertEqual(try bench.processes().count, 3)
    }

    func testLeaderDiesWithTheWorker() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.shell("exec sleep 60")
        try supervisor.send(.startMission(order))
        _ = try supervisor.wait { if case .started = $0 { true } else { false } }

        try bench.process.send(.kill)

        try bench.waitUntil("the leader is gone") { try bench.processes().isEmpty }
    }

    func testControlGroupHoldsTheRunAndIsRemoved() throws {
        guard case .available(let own) = ControlGroupSupport.probe() else {
            return print("not proved: no delegated control group on this machine")
        }
        let group = own.child("lw-test-\(CurrentProcess.pid)")
        try group.create()
        defer { try? group.remove() }
        let bench = try WorkerBench(arguments: ["--cgroup", group.path])
        let supervisor = try bench.supervise()
        let order = try bench.shell("cat /proc/self/cgroup; setsid sleep 60 & sleep 60")
        try supervisor.send(.startMission(order))
        try bench.waitUntil("the run is in its group") {
            try group.child("m1.1").processIDs().count == 3
        }

        try supervisor.cancel(order, isImmediate: true)
        let result = try supervisor.result()

        XCTAssertEqual(result.outcome, .cancelled)
        XCTAssertTrue(try bench.log().contains("/m1.1"))
        XCTAssertFalse(Files.exists(group.child("m1.1").path))
    }

    func testLaunchThatFailsLeavesNoControlGroup() throws {
        guard case .available(let own) = ControlGroupSupport.probe() else {
            return print("not proved: no delegated control group on this machine")
        }
        let group = own.child("lw-fail-\(CurrentProcess.pid)")
        try group.create()
        defer { try? group.remove() }
        let bench = try WorkerBench(arguments: ["--cgroup", group.path])

        let result = try bench.supervise().run(try bench.order(argv: ["/no/such/program"]))

        XCTAssertEqual(result.reason, .notRunnable)
        XCTAssertFalse(Files.exists(group.child("m1.1").path))
    }
}
