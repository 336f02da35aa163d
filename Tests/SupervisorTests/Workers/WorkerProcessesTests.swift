import ControlPlane
import Glibc
import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class WorkerProcessesTests: XCTestCase {
    private let lane = Sample.lane("vp.a")

    // MARK: Starting and ending

    func testWorkerInheritsTheLockAndItsEndFreesIt() throws {
        let bench = try WorkerBench(self)

        guard case .workerSpawned(lane, Generation(3), let process) = bench.spawn(Generation(3))
        else { return XCTFail("not spawned") }

        XCTAssertEqual(bench.workers.identity(of: lane), process)
        XCTAssertNotNil(try FileLock.holder(of: bench.lockPath), "the worker holds it")
        XCTAssertNil(bench.workers.takeLock(lane, Generation(3)), "it cannot be taken")

        bench.workers.kill(lane, Generation(3))

        // The kernel closes the descriptors of a dying process before it tells of its end, so that
        // the lock may be free first.
        let events = try bench.events(2)
        XCTAssertEqual(events.count, 2, "\(events)")
        XCTAssertTrue(events.contains(.workerExited(lane, Generation(3), .signal(9))), "\(events)")
        XCTAssertTrue(events.contains(.lockTaken(lane, Generation(3))), "\(events)")
        XCTAssertNil(bench.workers.identity(of: lane))
    }

    func testWorkerGetsItsNamesAndNothingOfOurEnvironment() throws {
        let bench = try WorkerBench(self, script: "echo \"$@\" >words; env >names; umask >mask")
        _ = bench.spawn(Generation(3))

        XCTAssertEqual(
            try bench.events(1),
            [.workerExited(lane, Generation(3), .code(0))]
        )

        let folder = bench.paths.lane(lane)
        let words = try Files.readText("\(folder)/words", byteCountMax: 4_096)
        XCTAssertTrue(
            words.hasPrefix(
                "--lane vp.a --generation 3 --state \(folder)"
                    + " --socket \(bench.paths.socket(of: lane)) --lock-fd 3"
            ),
            words
        )
        let names = try Files.readText("\(folder)/names", byteCountMax: 4_096)
            .split(separator: "\n").map { $0.prefix { $0 != "=" } }
        // `PWD` and the like are the shell's own.
        let own: Set<Substring> = ["PWD", "OLDPWD", "SHLVL", "_"]
        XCTAssertEqual(Set(names).subtracting(own), ["PATH", "LANG", "TZ"])
        XCTAssertEqual(try Files.readText("\(folder)/mask", byteCountMax: 99), "0077\n")
    }

    func testWorkerProgramLiesBesideTheSupervisorUnlessThePolicySaysOtherwise() throws {
        let bench = try WorkerBench(self)
        bench.workers.policy = SupervisorPolicy()
        XCTAssertEqual(bench.workers.program, bench.folder.file("lane-worker"))

        bench.workers.policy = WorkerBench.policy("/opt/x/worker")

        XCTAssertEqual(bench.workers.program, "/opt/x/worker")
    }

    func testWorkerStartsWithTheDescriptorLimitThatTheSupervisorHad() throws {
        let bench = try WorkerBench(self, script: "ulimit -Sn >limit")
        bench.workers.descriptorLimit = 123

        _ = bench.spawn(Generation(1))

        _ = try bench.events(1)
        let path = "\(bench.paths.lane(lane))/limit"
        XCTAssertEqual(try Files.readText(path, byteCountMax: 99), "123\n")
    }

    func testCrashPointIsForTheFirstGenerationOnly() throws {
        let bench = try WorkerBench(self, script: "env >names-$4")
        setenv(WorkerProcesses.workerCrashPointKey, "worker.x:1", 1)
        defer { unsetenv(WorkerProcesses.workerCrashPointKey) }
        for generation in [Generation(1), Generation(2)] {
            _ = bench.spawn(generation)
            _ = try bench.events(1)
            _ = bench.workers.takeLock(lane, generation)
        }

        let folder = bench.paths.lane(lane)
        let first = try Files.readText("\(folder)/names-1", byteCountMax: 4_096)
        let second = try Files.readText("\(folder)/names-2", byteCountMax: 4_096)
        XCTAssertTrue(first.contains("\(CrashPoints.environmentKey)=worker.x:1"), first)
        XCTAssertFalse(second.contains(CrashPoints.environmentKey), second)
    }

    func testProgramThatIsMissingIsSaidAndTheLockStaysOurs() throws {
        let bench = try WorkerBench(self)
        bench.workers.policy = WorkerBench.policy(bench.folder.file("nowhere"))

        guard case .workerSpawnFailed(lane, Generation(1), let message) = bench.spawn(Generation(1))
        else { return XCTFail("spawned") }

        XCTAssertTrue(message.contains("nowhere"), message)
        XCTAssertEqual(bench.workers.takeLock(lane, Generation(1)), .lockTaken(lane, Generation(1)))
    }

    func testLaneThatAnotherProcessHoldsIsNotStarted() throws {
        let bench = try WorkerBench(self)
        let lock = try bench.holdLock("somebody")

        guard case .workerSpawnFailed(_, _, let message) = bench.spawn(Generation(1)) else {
            return XCTFail("spawned")
        }

        XCTAssertTrue(message.contains(bench.lockPath), message)
        withExtendedLifetime(lock) {}
    }

    func testKillOfAnotherGenerationDoesNothing() throws {
        let bench = try WorkerBench(self)
        _ = bench.spawn(Generation(3))

        bench.workers.kill(lane, Generation(2))
        bench.workers.kill(Sample.lane("vp.b"), Generation(3))

        let process = try XCTUnwrap(bench.workers.identity(of: lane))
        XCTAssertTrue(try ProcessTable.isAlive(process))
    }

    // MARK: Finding

    func testLaneThatNobodyHoldsHasNoWorker() throws {
        let bench = try WorkerBench(self)

        bench.workers.probe(lane)

        XCTAssertTrue(bench.workers.hasNews)
        XCTAssertEqual(try bench.events(1), [.workerMissing(lane)])
    }

    func testHolderOfTheLockIsFoundAndItsEndIsSeen() throws {
        let bench = try WorkerBench(self)
        let process = try bench.startProcess()
        let lock = try bench.holdLock(
            WorkerLockText(process: process.identity, generation: Generation(7)).text
        )

        bench.workers.probe(lane)

        XCTAssertEqual(
            try bench.events(1),
            [.workerFound(lane, Generation(7), process.identity)]
        )
        XCTAssertEqual(bench.workers.identity(of: lane), process.identity)
        _ = try process.send(.kill)
        XCTAssertEqual(
            try bench.events(1),
            [.workerExited(lane, Generation(7), .signal(9))]
        )
        withExtendedLifetime(lock) {}
    }

    func testHolderThatHasNotSaidWhoItIsIsAskedAgain() throws {
        let bench = try WorkerBench(self)
        let lock = try bench.holdLock("")
        bench.workers.probe(lane)
        for _ in 0..<3 {
            var inbox: [Event] = []
            bench.workers.receive(into: &inbox)
            XCTAssertEqual(inbox, [])
            XCTAssertNotNil(bench.workers.nextDeadline)
        }
        let process = try bench.startProcess()

        try lock.setHolder(
            WorkerLockText(process: process.identity, generation: Generation(7)).text
        )

        XCTAssertEqual(
            try bench.events(1),
            [.workerFound(lane, Generation(7), process.identity)]
        )
        XCTAssertNil(bench.workers.nextDeadline)
    }

    func testProbeThatFailsProvesNothingAndIsTriedAgain() throws {
        let bench = try WorkerBench(self)
        try Files.createFolders(bench.paths.lane(lane), mode: 0o700)
        // A link to itself cannot be opened, by root neither.
        XCTAssertEqual(symlink(bench.lockPath, bench.lockPath), 0)

        bench.workers.probe(lane)

        XCTAssertFalse(bench.workers.hasNews)
        XCTAssertTrue(bench.capture.text().contains("level=error event=worker.probeFailed"))
        var inbox: [Event] = []
        for _ in 0..<3 {
            let due = try XCTUnwrap(bench.workers.nextDeadline)
            XCTAssertGreaterThan(due, Clock.bootTime())
            try bench.turn(until: due)
            bench.workers.receive(into: &inbox)
        }
        XCTAssertEqual(inbox, [])
        XCTAssertEqual(bench.capture.text(), "", "it is said once")
        XCTAssertEqual(unlink(bench.lockPath), 0)
        XCTAssertEqual(try bench.events(1), [.workerMissing(lane)])
        XCTAssertNil(bench.workers.nextDeadline)
    }

    // MARK: Locks

    func testLockIsTakenAsSoonAsItIsFree() throws {
        let bench = try WorkerBench(self)
        var lock: FileLock? = try bench.holdLock("x")
        XCTAssertNil(bench.workers.takeLock(lane, Generation(2)))
        XCTAssertTrue(bench.capture.text().contains("event=lock.held"))
        var inbox: [Event] = []
        bench.workers.receive(into: &inbox)
        XCTAssertEqual(inbox, [])
        XCTAssertEqual(bench.capture.text(), "", "it is said once")

        withExtendedLifetime(lock) {}
        lock = nil

        XCTAssertEqual(try bench.events(1), [.lockTaken(lane, Generation(2))])
        XCTAssertNil(bench.workers.nextDeadline)
    }

    func testLockThatIsReleasedCanBeTakenByOthers() throws {
        let bench = try WorkerBench(self)
        XCTAssertEqual(bench.workers.takeLock(lane, Generation(2)), .lockTaken(lane, Generation(2)))
        guard case .held = try FileLock.acquire(bench.lockPath) else { return XCTFail("free") }

        bench.workers.releaseLock(lane)

        guard case .acquired = try FileLock.acquire(bench.lockPath) else {
            return XCTFail("held")
        }
    }
}

/// The worker processes of an instance; the worker program is a shell script.
private final class WorkerBench {
    let folder: TemporaryFolder
    let capture: LogCapture
    let paths: InstancePaths
    let workers: WorkerProcesses
    let lockPath: String
    private let reactor: Reactor
    private let test: XCTestCase
    private let lane = Sample.lane("vp.a")

    init(_ test: XCTestCase, script: String = "exec sleep 60") throws {
        self.test = test
        folder = try TemporaryFolder()
        capture = try LogCapture()
        reactor = try Reactor()
        paths = InstancePaths(state: folder.file("s"), runtime: folder.file("r"))
        try paths.create()
        lockPath = paths.workerLock(of: lane)
        let program = folder.file("worker")
        let text = "#!/bin/sh\n\(script)\n"
        try Files.writeAtomically(Array(text.utf8), to: program, mode: 0o700)
        workers = WorkerProcesses(
            paths,
            beside: program,
            Self.policy(program),
            groups: RunGroups(isEnabled: false, instance: "x", log: capture.log),
            reactor: reactor,
            log: capture.log
        )
    }

    static func policy(_ program: String) -> SupervisorPolicy {
        var policy = SupervisorPolicy()
        policy.workerPath = program
        return policy
    }

    func spawn(_ generation: Generation) -> Event {
        let event = workers.spawn(lane, generation)
        if case .workerSpawned(_, _, let process) = event { endAfterTest(process) }
        return event
    }

    /// A process of somebody else that may be a worker.
    func startProcess() throws -> ProcessHandle {
        var request = SpawnRequest(executable: "/bin/sleep", arguments: ["60"], environment: [])
        request.deathSignal = .kill
        let process = try request.start()
        endAfterTest(process.identity)
        return process
    }

    private func endAfterTest(_ process: ProcessIdentity) {
        test.addTeardownBlock {
            let handle = try? ProcessHandle.open(process)
            _ = try? handle?.send(.kill)
            _ = try? handle?.wait(until: Deadline.after(10))
        }
    }

    func holdLock(_ text: String) throws -> FileLock {
        try Files.createFolders(paths.lane(lane), mode: 0o700)
        guard case .acquired(let lock) = try FileLock.acquire(lockPath) else {
            throw TestFailure("held already")
        }
        try lock.setHolder(text)
        return lock
    }

    /// Waits until then.
    func turn(until due: MonotonicTime) throws {
        while Clock.bootTime() < due { try reactor.turn(until: due) }
    }

    /// The next events, in their order.
    func events(_ count: Int) throws -> [Event] {
        var inbox: [Event] = []
        try reactor.turn(until: "\(count) events", due: workers.nextDeadline) {
            workers.receive(into: &inbox)
            return inbox.count >= count
        }
        return inbox
    }
}
