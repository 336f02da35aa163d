import DataStructures
import Glibc
import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import ControlPlane
@testable import Supervisor

final class SupervisorWorldTests: XCTestCase {
    // MARK: Input

    func testRepeatedSubmitFromInsideARunIsTheSameMission() throws {
        let bench = try WorldBench()
        let words = ["submit", "--key", "k", "--output", "json", "--", "true"]
        let inside = ["LANE_RUN_ID=m0.1"]

        let first = try bench.lanectl(words, inside)
        let second = try bench.lanectl(words, inside)

        XCTAssertEqual(first.code, 0, first.output)
        XCTAssertTrue(first.output.contains("\"parent_id\":\"m0\""), first.output)
        XCTAssertEqual(second.code, 0, second.output)
        XCTAssertEqual(try bench.missionCount(), 1)
        // The same words from outside have another parent, which is another body.
        XCTAssertEqual(try bench.lanectl(words).code, ExitCode.conflict.rawValue)
    }

    func testPrefixOfAMissionIsResolvedOrRefused() throws {
        let bench = try WorldBench()
        try bench.insert(["ma1", "ma2", "mb1"])

        XCTAssertEqual(try bench.lanectl(["mission", "show", "mb"]).code, 0)
        let ambiguous = try bench.lanectl(["mission", "show", "ma"])
        XCTAssertEqual(ambiguous.code, ExitCode.conflict.rawValue)
        XCTAssertTrue(ambiguous.errors.contains("begins 2 mission ids"), ambiguous.errors)
        let unknown = try bench.lanectl(["mission", "show", "mc"])
        XCTAssertEqual(unknown.code, ExitCode.notFound.rawValue)
    }

    func testNoMoreIsCollectedThanATurnTakes() throws {
        let bench = try WorldBench()
        _ = bench.world.collect(limit: 1_000)
        bench.world.inbox = Array(repeating: .stopRequested, count: 5)

        XCTAssertEqual(bench.world.collect(limit: 3).count, 3)
        XCTAssertTrue(bench.world.hasBacklog)
        XCTAssertEqual(bench.world.collect(limit: 3).count, 2)
        XCTAssertFalse(bench.world.hasBacklog)
    }

    func testFreeSpaceIsMeasuredInTheFirstTurn() throws {
        let bench = try WorldBench()

        let events = bench.world.collect(limit: 10)

        guard case .diskMeasured? = events.first, case .hostMeasured? = events.dropFirst().first
        else { return XCTFail("not measured") }
    }

    // MARK: Effects

    func testOutboxThatCannotBeReadIsReadAgain() throws {
        let bench = try WorldBench()
        let lane = Sample.lane("vp.a")
        let outbox = bench.paths.outbox(of: lane)
        try Files.createFolders(bench.paths.lane(lane), mode: 0o700)
        // A link to itself cannot be opened, by root neither.
        XCTAssertEqual(symlink(outbox, outbox), 0)

        bench.perform(.readOutbox(lane, Generation(2)))

        XCTAssertEqual(bench.collectWithoutDisk(), [])
        XCTAssertEqual(unlink(outbox), 0)
        XCTAssertEqual(bench.collectWithoutDisk(), [], "not before its time")
        XCTAssertNotNil(bench.world.nextDeadline)
        let now = bench.world.now
        bench.world.now = Instant(boot: now.boot + .milliseconds(5), wall: now.wall)
        XCTAssertEqual(bench.collectWithoutDisk(), [.outboxRead(lane, Generation(2), [])])
    }

    func testWorkerThatCannotBeStartedOrReachedIsAnEvent() throws {
        let bench = try WorldBench()
        let lane = Sample.lane("vp.a")

        bench.perform(.spawnWorker(lane, Generation(2)))
        bench.perform(.connectWorker(lane, Generation(2), Epoch(1)))

        let events = bench.collectWithoutDisk()
        guard case .workerSpawnFailed(lane, Generation(2), _)? = events.first else {
            return XCTFail("\(events)")
        }
        XCTAssertEqual(events.last, .linkClosed(lane, Generation(2)))
    }

    func testResultThatChangedNothingIsLoggedAndDeleted() throws {
        let bench = try WorldBench()
        let lane = Sample.lane("vp.a")
        let entry = bench.paths.outboxEntry(Sample.run("m", 1), of: lane)
        try Files.createFolders(bench.paths.outbox(of: lane), mode: 0o700)
        for disposition in [ResultDisposition.stale, .recorded] {
            try Files.writeAtomically(Array("{}".utf8), to: entry, mode: 0o600)

            bench.perform(.deleteOutboxEntry(lane, Sample.run("m", 1), disposition))

            XCTAssertFalse(Files.exists(entry))
            let isLogged = bench.capture.text().contains("event=result.rejected")
            XCTAssertEqual(isLogged, disposition == .stale)
        }
    }

    func testEndAndReplacementAreNoted() throws {
        let bench = try WorldBench()

        bench.perform(.exit(.done))
        bench.perform(.replaceProgram(nil, nil))

        XCTAssertEqual(bench.world.exitCode, .done)
        XCTAssertTrue(bench.world.replacement.isDue)
    }

    func testProgramThatCannotBeExecutedIsNoReplacement() throws {
        for mode in [nil, 0o600] as [UInt32?] {
            let bench = try WorldBench()
            try Files.remove(bench.programPath)
            if let mode { try Files.writeAtomically([1], to: bench.programPath, mode: mode) }

            let output = try bench.lanectl(["supervisor", "reexec"])

            XCTAssertEqual(output.code, ExitCode.conflict.rawValue, output.errors)
            XCTAssertTrue(output.errors.contains("the program is not replaced"), output.errors)
            XCTAssertTrue(output.errors.contains(bench.programPath), output.errors)
            XCTAssertFalse(bench.world.replacement.isDue)
        }
    }

    // MARK: Configuration

    func testReloadIsAcceptedKeptAndHandedToTheCore() throws {
        let bench = try WorldBench()
        try bench.configure("{lanes: {'vp.z': {}}}")

        let output = try bench.lanectl(["config", "reload"])

        XCTAssertEqual(output.code, 0, output.errors)
        try bench.turn(until: "the core has it") {
            bench.core.configuration.lanes.map(\.key) == [Sample.lane("vp.z")]
        }
        XCTAssertEqual(bench.world.answerer.origin, bench.configurationPath)
        XCTAssertTrue(Files.exists(bench.world.configurationReload.file.lastAcceptedPath))
    }

    func testReloadWithAMistakeChangesNothingAndSaysEachMistake() throws {
        let bench = try WorldBench()
        try bench.configure("{lanes: {'vp.z': {slots: 99, reserved: 1}}}")

        for words in [["config", "validate"], ["config", "reload"]] {
            let output = try bench.lanectl(words)
            XCTAssertEqual(output.code, ExitCode.configuration.rawValue)
            XCTAssertTrue(output.errors.contains("99 is above 64"), output.errors)
            XCTAssertTrue(output.errors.contains("reserved"), output.errors)
        }
        XCTAssertEqual(bench.core.configuration, .builtIn)
        XCTAssertEqual(bench.world.answerer.origin, "built-in")
        XCTAssertEqual(bench.world.answerer.problems.count, 2)
        XCTAssertFalse(Files.exists(bench.world.configurationReload.file.lastAcceptedPath))
    }

    func testReloadWithALaneWhoseSocketHasNoRoomIsRefused() throws {
        let bench = try WorldBench(runtime: String(repeating: "r", count: 60))
        let lane = String(repeating: "a", count: 48)
        try bench.configure("{lanes: {'\(lane)': {}}}")

        for words in [["config", "validate"], ["config", "reload"]] {
            let output = try bench.lanectl(words)
            XCTAssertEqual(output.code, ExitCode.configuration.rawValue)
            XCTAssertTrue(output.errors.contains("at most 107"), output.errors)
        }
    }

    func testReloadThatCannotBeKeptIsNoMistakeOfTheConfiguration() throws {
        let bench = try WorldBench()
        try bench.configure("{lanes: {'vp.z': {}}}")
        // In the way of the temporary file.
        let obstacle = "\(bench.world.configurationReload.file.lastAcceptedPath).new"
        try Files.createFolders(obstacle, mode: 0o700)

        let output = try bench.lanectl(["config", "reload"])

        XCTAssertEqual(output.code, ExitCode.internalFailure.rawValue)
        XCTAssertTrue(output.errors.contains("cannot be kept, and is not applied"), output.errors)
        XCTAssertEqual(bench.world.answerer.problems, [])
        XCTAssertEqual(bench.core.configuration, .builtIn)
    }

    func testReloadIsInForceForTheNextWorkers() throws {
        let bench = try WorldBench()
        let supervisor = "{worker_path: '/opt/w', control_groups: 'never'}"
        try bench.configure("{lanes: {'vp.z': {}}, supervisor: \(supervisor)}")

        let output = try bench.lanectl(["config", "reload"])

        XCTAssertEqual(output.code, 0, output.errors)
        XCTAssertEqual(bench.world.workers.program, "/opt/w")
        XCTAssertFalse(bench.world.workers.policy.usesControlGroups)
        XCTAssertFalse(bench.groups.isEnabled)
    }

    // MARK: Output

    func testSearchForPastEventsIsSpreadOverTurnsAndEndsWithItsClient() throws {
        let bench = try WorldBench()
        let pieces = UInt64(SupervisorWorld.searchStepCountMax + 1)
        try bench.world.ledger.commit(
            (1...pieces * Ledger.eventScanCountMax).map { .appendEvent(Sample.event($0)) }
        )
        let peer = try bench.subscriber(EventFilter())
        defer { peer.close() }
        try bench.turn(until: "greeted") { try peer.nextLine() != nil }
        _ = bench.world.collect(limit: 1_000)
        var filter = EventFilter()
        filter.typePrefixes = ["vp.lane.parked"]
        let client = ClientID(1)

        bench.perform(.answer(client, .number(3), .events(filter)))
        bench.world.finishTurn()

        XCTAssertTrue(bench.world.isSearching)
        bench.world.finishTurn()
        XCTAssertFalse(bench.world.isSearching)

        bench.perform(.answer(client, .number(4), .events(filter)))
        bench.world.finishTurn()
        XCTAssertTrue(bench.world.isSearching)
        peer.close()
        try bench.collect(until: "it has left") { !bench.world.isSearching }
    }

    func testSubscriberHearsWhatIsCommitted() throws {
        let bench = try WorldBench()
        let filter = EventFilter()
        let peer = try bench.subscriber(filter)
        _ = try bench.lanectl(["submit", "--lane", "vp.coder.primary", "--", "true"])

        var event: EventRecord?
        try bench.turn(until: "an event") {
            while let line = try peer.nextLine() {
                if case .event(let record) = try ControlMessage(decoding: line[...]),
                    record.type == .missionQueued
                {
                    event = record
                }
            }
            return event != nil
        }
        XCTAssertEqual(event?.vpID, Sample.lane())
        XCTAssertEqual(
            event?.sequence,
            try bench.world.ledger.events(
                after: (event?.sequence ?? 1) - 1,
                limit: 1
            ).first?.sequence
        )
    }
}

/// A whole supervisor in this thread, but for its workers: their program does not exist.
private final class WorldBench {
    let folder: TemporaryFolder
    let capture: LogCapture
    let paths: InstancePaths
    let groups: RunGroups
    let programPath: String
    let configurationPath: String
    private let reactor: Reactor
    private(set) var core: ControlPlane
    private(set) var world: SupervisorWorld
    private var driver = TurnDriver()

    init(runtime: String = "r") throws {
        folder = try TemporaryFolder()
        capture = try LogCapture()
        reactor = try Reactor()
        paths = InstancePaths(state: folder.file("s"), runtime: folder.file(runtime))
        configurationPath = folder.file("c.json")
        programPath = folder.file("program")
        try Files.writeAtomically([1], to: programPath, mode: 0o700)
        try paths.create()
        guard case .acquired(let lock) = try FileLock.acquire(paths.lock) else {
            throw TestFailure("locked")
        }
        let (ledger, recovered) = try Ledger.open(paths.ledger, bootID: "a")
        groups = RunGroups(isEnabled: true, instance: "x", log: capture.log)
        let parts = SupervisorParts(
            paths: paths,
            programPath: programPath,
            lock: lock,
            reactor: reactor,
            log: capture.log,
            ledger: ledger,
            server: try ControlServer(paths.controlSocket, reactor: reactor, log: capture.log),
            links: LaneLinks(paths, reactor: reactor, log: capture.log),
            workers: WorkerProcesses(
                paths,
                beside: folder.file("nowhere"),
                SupervisorPolicy(),
                groups: groups,
                reactor: reactor,
                log: capture.log
            ),
            groups: groups,
            trees: TreeEnder(paths, groups: groups, log: capture.log)
        )
        let now = Clock.now()
        world = SupervisorWorld(
            parts,
            configuration: LoadedConfiguration(configuration: .builtIn, origin: "built-in"),
            file: ConfigurationFile(
                configurationPath,
                stateFolder: paths.state,
                environment: [:]
            ),
            at: now
        )
        core = ControlPlane(configuration: .builtIn, recovered: recovered, seed: 1, at: now)
    }

    deinit { world.server.close() }

    func configure(_ text: String) throws { try folder.write(Array(text.utf8), to: "c.json") }

    func insert(_ names: [String]) throws {
        try world.ledger.commit(
            [.saveLane(Sample.laneRecord())]
                + names.map { .insertMission(Sample.envelope($0), Sample.endedState()) }
        )
    }

    func missionCount() throws -> Int {
        var filter = MissionFilter()
        filter.includesTerminal = true
        return try world.ledger.missions(filter)?.missions.count ?? 0
    }

    func perform(_ effect: Effect) { world.perform(effect, core: core) }

    /// What is collected in a turn, but for the measures of the disk and the machine.
    func collectWithoutDisk() -> [Event] {
        world.collect(limit: 100).filter { event in
            switch event {
            case .diskMeasured, .hostMeasured: false
            default: true
            }
        }
    }

    /// Collects what comes, and does nothing about it, until something is true.
    func collect(until what: String, _ isTrue: () throws -> Bool) throws {
        try reactor.turn(until: what) {
            _ = world.collect(limit: 1_000)
            return try isTrue()
        }
    }

    /// Runs turns as the daemon does, until something is true.
    func turn(until what: String, _ isTrue: () throws -> Bool) throws {
        try reactor.turn(until: what, due: world.hasBacklog ? Clock.bootTime() : deadline) {
            let now = Clock.now()
            world.now = now
            try driver.run(&core, in: &world, at: now)
            world.finishTurn()
            return try isTrue()
        }
    }

    private var deadline: MonotonicTime? {
        [core.nextDeadline, world.nextDeadline].compactMap { $0 }.min()
    }

    /// Runs lanectl to its end, while the world turns.
    func lanectl(_ words: [String], _ environment: [String] = []) throws -> Output {
        if !isBooted {
            let now = Clock.now()
            driver.begin { core.boot(at: now, into: &$0) }
            isBooted = true
        }
        let (out, err) = (folder.file("out"), folder.file("err"))
        var request = SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", "exec \"$@\" >\(out) 2>\(err)", "sh", try Products.path("lanectl")]
                + words,
            environment: ["LANEKEEPER_SOCKET=\(paths.controlSocket)"] + environment
        )
        request.deathSignal = .kill
        let process = try request.start()
        let registration = try reactor.watch(process.descriptor, .read) { _ in }
        defer { reactor.forget(registration) }
        var status: System.ExitStatus?
        do {
            try turn(until: "lanectl has ended") {
                status = try process.reap()
                return status != nil
            }
        } catch {
            _ = try process.send(.kill)
            _ = try process.wait(until: Deadline.after(10))
            throw error
        }
        guard case .exited(let code)? = status else { throw TestFailure("it was killed") }
        return Output(
            code: code,
            output: try Files.readText(out, byteCountMax: 1 << 20),
            errors: try Files.readText(err, byteCountMax: 1 << 20)
        )
    }

    private var isBooted = false

    struct Output {
        let code: Int32
        let output: String
        let errors: String
    }

    /// A client that follows events.
    func subscriber(_ filter: EventFilter) throws -> Peer {
        var filter = filter
        filter.follows = true
        filter.cursor = 0
        let peer = try Peer(paths.controlSocket, reactor)
        let hello = ControlHello(program: "test", version: "1")
        try peer.send(ControlRequestFrame(id: .number(1), command: .hello(hello)).encoded())
        try peer.send(
            ControlRequestFrame(id: .number(2), command: .eventsSubscribe(filter)).encoded()
        )
        return peer
    }
}
