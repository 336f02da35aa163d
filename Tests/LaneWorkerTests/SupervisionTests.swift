import Glibc
import Protocol
import System
import XCTest

/// A worker and its supervisors: who may speak, what survives them, how a worker ends.
final class SupervisionTests: XCTestCase {
    // MARK: One worker for a lane

    func testA02SecondWorkerIsRefusedAndTheFirstUndisturbed() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        let (second, errors) = try WorkerBench.start(
            folder: bench.folder,
            arguments: [],
            generation: 2
        )
        let status = try second.wait(until: Clock.bootTime() + .seconds(10))

        XCTAssertEqual(status, .exited(code: ExitCode.conflict.rawValue))
        errors.readAvailable()
        let first = bench.process.identity
        XCTAssertEqual(
            String(decoding: errors.input, as: UTF8.self),
            "lane-worker: lane \"vp.test\" is held by pid=\(first.pid)"
                + " start_ticks=\(first.startTicks) generation=1\n"
        )
        XCTAssertEqual(try supervisor.run(try bench.shell("true")).outcome, .completed)
    }

    func testLockNamesTheWorkerAndNoRunHoldsIt() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let lock = "\(bench.laneFolder)/worker.lock"
        let holder = try FileLock.holder(of: lock)
        XCTAssertEqual(
            holder.flatMap { WorkerLockText($0) },
            WorkerLockText(process: bench.process.identity, generation: Generation(1))
        )
        try supervisor.send(.startMission(try bench.shell("setsid sleep 60 & sleep 60")))
        try bench.waitUntil("the run is there") { try bench.processes().count == 3 }

        try bench.process.send(.kill)
        _ = try bench.process.wait(until: Clock.bootTime() + .seconds(5))

        XCTAssertNil(try FileLock.holder(of: lock))
    }

    func testInheritedLockIsTheWorkers() throws {
        let folder = "/tmp/lwl\(CurrentProcess.pid)"
        try Files.createFolders("\(folder)/lane", mode: 0o700)
        defer { try? Files.removeTree(folder) }
        guard case .acquired(let lock) = try FileLock.acquire("\(folder)/lane/worker.lock") else {
            return XCTFail("the lock is held")
        }
        var request = SpawnRequest(
            executable: try WorkerBench.product("lane-worker"),
            arguments: [
                "--lane=vp.test", "--generation=4", "--state=\(folder)/lane",
                "--socket=\(folder)/s", "--lock-fd=9",
            ],
            environment: []
        )
        request.descriptors = [DescriptorMapping(lock.descriptor, as: 9)]
        let worker = try request.start()
        defer { _ = try? worker.wait(until: Clock.bootTime() + .seconds(5)) }
        defer { _ = try? worker.send(.kill) }

        let deadline = Clock.bootTime() + .seconds(10)
        while !Files.exists("\(folder)/s"), Clock.bootTime() < deadline {
            _ = try Poll.wait([], until: Clock.bootTime() + .milliseconds(2))
        }

        let supervisor = try TestSupervisor("\(folder)/s")
        let answer = try supervisor.hello(epoch: 1, generation: 4)
        guard case .hello(let hello) = answer else { return XCTFail("\(answer)") }
        XCTAssertEqual(hello.generation, Generation(4))
    }

    // MARK: Supervisors come and go

    func testSupervisorAwayAndBackFindsTheResult() throws {
        let bench = try WorkerBench()
        let first = try bench.supervise()
        let order = try bench.shell("sleep 0.2; echo done")
        try first.send(.startMission(order))
        _ = try first.wait { if case .started = $0 { true } else { false } }
        first.close()
        try bench.waitUntil("the result is durable") {
            Files.exists("\(bench.laneFolder)/outbox/m1.1.json")
        }

        let second = try bench.supervise()
        let result = try second.result()

        guard case .hello(let hello)? = second.reports.first else { return XCTFail("no hello") }
        XCTAssertEqual(hello.outboxEntryCount, 1)
        XCTAssertEqual(
            hello.runs,
            [RunPresence(runID: order.runID, fence: order.fence, phase: .ended)]
        )
        XCTAssertEqual(result.outcome, .completed)
    }

    func testStartAgainAfterAReconnectStartsNothingTwice() throws {
        let bench = try WorkerBench()
        let first = try bench.supervise()
        let order = try bench.shell("echo once >> marks; exec sleep 60")
        try first.send(.startMission(order))
        _ = try first.wait { if case .started = $0 { true } else { false } }

        let second = try bench.supervise()
        try second.send(.startMission(order))
        _ = try second.wait { if case .accepted = $0 { true } else { false } }
        try second.cancel(order, isImmediate: true)
        _ = try second.result()

        XCTAssertEqual(
            try Files.readText("\(bench.workspace)/marks", byteCountMax: 100),
            "once\n"
        )
    }

    func testHigherEpochClosesTheOlderConnection() throws {
        let bench = try WorkerBench()
        let first = try bench.supervise()

        let second = try bench.supervise()

        try first.waitForEnd()
        XCTAssertEqual(try second.run(try bench.shell("true")).outcome, .completed)
    }

    func testStaleEpochIsRefused() throws {
        let bench = try WorkerBench()
        _ = try bench.supervise()
        let current = try bench.supervise()

        let stale = try TestSupervisor(bench.socketPath)
        let answer = try stale.hello(epoch: 1)

        XCTAssertEqual(answer, .helloRefused(message: "epoch 1 is older than 2"))
        try stale.waitForEnd()
        XCTAssertEqual(try current.run(try bench.shell("true")).outcome, .completed)
    }

    func testCommandBeforeHelloClosesTheConnection() throws {
        let bench = try WorkerBench()
        let stranger = try TestSupervisor(bench.socketPath)

        try stranger.send(.shutdown)

        try stranger.waitForEnd()
        XCTAssertEqual(try bench.supervise().run(try bench.shell("true")).outcome, .completed)
    }

    func testGarbageEndsNothingButIsAnswered() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        try supervisor.sendRaw("this is not JSON\n")

        XCTAssertThrowsError(try supervisor.wait(seconds: 2) { _ in true })
        XCTAssertEqual(try bench.supervise().run(try bench.shell("true")).outcome, .completed)
    }

    func testOversizeFrameIsAnErrorOfItsConnectionOnly() throws {
        let bench = try WorkerBench()
        let flooder = try TestSupervisor(bench.socketPath)

        try flooder.sendRaw(String(repeating: "x", count: 3 << 20))

        try flooder.waitForEnd()
        XCTAssertEqual(try bench.supervise().run(try bench.shell("true")).outcome, .completed)
    }

    func testNextGenerationReportsWhatTheLastOneLeft() throws {
        let bench = try WorkerBench()
        let first = try bench.supervise()
        let left = try first.run(try bench.shell("echo kept"))
        try bench.process.send(.kill)
        _ = try bench.process.wait(until: Clock.bootTime() + .seconds(5))

        try bench.startNextGeneration(2)
        let second = try bench.supervise(generation: 2)

        XCTAssertEqual(try second.result(), left)
    }

    func testSocketThatVanishedIsBoundAgain() throws {
        let bench = try WorkerBench()
        _ = try Files.remove(bench.socketPath)

        try bench.waitUntil("the socket is back") { Files.exists(bench.socketPath) }

        XCTAssertEqual(try bench.supervise().run(try bench.shell("true")).outcome, .completed)
        XCTAssertTrue(bench.errors.contains("event=socket.rebound"))
    }

    func testResultThatCannotBeWrittenIsTriedAgainAndNotSaidBefore() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let outbox = "\(bench.laneFolder)/outbox"
        try Files.rename(outbox, to: "\(outbox).away")

        try supervisor.send(.startMission(try bench.shell("true")))
        try bench.waitUntil("a write has failed") { bench.errors.contains("outbox.failed") }
        XCTAssertFalse(supervisor.reports.contains { if case .ended = $0 { true } else { false } })
        try Files.rename("\(outbox).away", to: outbox)

        XCTAssertEqual(try supervisor.result().outcome, .completed)
        XCTAssertTrue(Files.exists("\(outbox)/m1.1.json"))
    }

    func testRunFolderThatCannotBeRemovedDoesNotKeepTheLaneFromStarting() throws {
        let bench = try WorkerBench()
        try bench.process.send(.kill)
        _ = try bench.process.wait(until: Clock.bootTime() + .seconds(5))
        let mountPoint = "\(bench.laneFolder)/runs/m8.1/busy"
        try Files.createFolders(mountPoint, mode: 0o700)
        try Files.createFolders("\(bench.laneFolder)/runs/m9.1", mode: 0o700)
        guard mount("tmpfs", mountPoint, "tmpfs", 0, "size=65536") == 0 else {
            print("not proved: \(name): nothing can be mounted")
            throw XCTSkip("nothing can be mounted")
        }
        defer { umount2(mountPoint, Int32(MNT_DETACH)) }

        try bench.startNextGeneration(2)

        XCTAssertEqual(
            try bench.supervise(generation: 2).run(try bench.shell("true")).outcome,
            .completed
        )
        XCTAssertTrue(bench.errors.contains("level=warning event=cleanup.failed"), bench.errors)
        XCTAssertFalse(Files.exists("\(bench.laneFolder)/runs/m9.1"), "the others are removed")
    }

    func testFolderThatItsOwnerMayNotWriteToIsRemovedWithItsRun() throws {
        // Root may write everywhere, unless that is taken from it.
        let launcher = ["/usr/bin/setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
        let bench = try WorkerBench(launcher: CurrentProcess.uid == 0 ? launcher : [])
        let supervisor = try bench.supervise()
        let script = """
            cd "$(dirname "$LANE_RESULT_FILE")" && mkdir -p a/b && touch a/b/c && chmod 0555 a/b a
            ! touch a/d
            """
        let result = try supervisor.run(try bench.shell(script))
        let log = try bench.log()
        XCTAssertEqual(result.outcome, .completed, log)
        XCTAssertTrue(Files.exists("\(bench.laneFolder)/runs/m1.1/a/b/c"))

        try supervisor.acknowledge(result)

        try bench.waitUntil("its folder is gone") {
            !Files.exists("\(bench.laneFolder)/runs/m1.1")
        }
    }

    func testFolderWithTheNameOfAResultDoesNotKeepTheLaneFromStarting() throws {
        let bench = try WorkerBench()
        try bench.process.send(.kill)
        _ = try bench.process.wait(until: Clock.bootTime() + .seconds(5))
        try Files.createFolders("\(bench.laneFolder)/outbox/m9.1.json", mode: 0o700)

        try bench.startNextGeneration(2)

        XCTAssertEqual(
            try bench.supervise(generation: 2).run(try bench.shell("true")).outcome,
            .completed
        )
        XCTAssertTrue(bench.errors.contains("level=error event=outbox.failed"), bench.errors)
    }

    // MARK: The end of a worker

    func testShutdownExitsAfterTheLastAcknowledgement() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.shell("sleep 0.2")
        try supervisor.send(.startMission(order))
        try supervisor.send(.shutdown)
        let result = try supervisor.result()

        let early = try bench.process.wait(until: Clock.bootTime() + .milliseconds(100))
        try supervisor.acknowledge(result)
        let late = try bench.process.wait(until: Clock.bootTime() + .seconds(5))

        XCTAssertNil(early)
        XCTAssertEqual(late, .exited(code: 0))
        XCTAssertFalse(Files.exists(bench.socketPath))
        XCTAssertFalse(Files.exists("\(bench.laneFolder)/outbox/m1.1.json"))
    }

    func testTerminationLetsTheRunEnd() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        try supervisor.send(.startMission(try bench.shell("sleep 0.3; echo whole")))
        _ = try supervisor.wait { if case .started = $0 { true } else { false } }

        try bench.process.send(.terminate)
        let result = try supervisor.result()
        try supervisor.acknowledge(result)
        let status = try bench.process.wait(until: Clock.bootTime() + .seconds(5))

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertEqual(try bench.log(), "whole\n")
        XCTAssertEqual(status, .exited(code: 0))
    }

    func testQuiescedWorkerTakesNothingNew() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        try supervisor.send(.quiesce)
        let order = try bench.shell("true")

        try supervisor.send(.startMission(order))
        let answer = try supervisor.wait { if case .refused = $0 { true } else { false } }

        XCTAssertEqual(
            answer,
            .refused(
                runID: order.runID,
                fence: order.fence,
                message: "the worker was told to take no new run"
            )
        )
    }
}
