import Harness
import Protocol
import System

/// The supervisor that gets the load: one of our own in a folder of its own, or a running one.
final class LoadInstance: LoadTarget {
    /// The name that our clients give themselves.
    static let program = "laneload"
    /// How long lanes may take to be ready at the start.
    private static let readyTime = Interval.seconds(60)
    /// The size of the state folder where its disk will be full: room for the ledger of a load, not
    /// for one that never ends.
    private static let volumeMebibyteCount = 256
    /// The profile whose lanes run a mission as a shell script.
    private static let shellProfile = "shell"
    /// How much of the log is shown when the supervisor has ended by itself.
    private static let shownLogByteCount = 2_000

    /// How much may run at once.
    let quotas: Quotas
    /// False with a running supervisor: nothing is killed, faults are refused.
    let isOwn: Bool
    /// The control socket.
    let controlSocket: String
    /// The state folder, also of a running supervisor, which may keep us from looking into it.
    let stateFolder: String
    /// The ledger's file.
    let ledgerPath: String
    /// The supervisor that was started last; nil unless it is our own.
    private(set) var supervisor: ProcessHandle?
    /// Every start of a supervisor, oldest first.
    private(set) var starts: [SupervisorStart] = []
    /// What events the load's own begin after.
    var eventCursor: UInt64 = 0

    private let place: InstanceFolder
    private let programs: String
    /// Why the state folder is no small file system though it was to be one.
    private(set) var volumeObstacle: String?
    private var volume: StateVolume?
    private var isDestroyed = false

    /// Makes a folder and the configuration of a scenario; starts nothing.
    ///
    /// - Parameters:
    ///   - scenario: Its lanes, pools and configuration. With a fault that fills the disk, the
    ///     state folder is a small file system of its own, where one can be mounted.
    ///   - programs: The folder of the programs.
    /// - Throws: `HarnessError`; nothing is left.
    init(_ scenario: Scenario, programs: String) throws(HarnessError) {
        place = try InstanceFolder(in: "/tmp", prefix: "lkl")
        self.programs = programs
        isOwn = true
        quotas = scenario.quotas
        controlSocket = place.controlSocket
        stateFolder = place.state
        ledgerPath = place.ledger
        try makeFiles(scenario.configurationText(fakeRuntime: "\(programs)/fake-runtime"))
        if scenario.faults.contains(where: { $0.kind == .fillDisk }) { try mountVolume() }
    }

    /// Finds out about a running supervisor; nothing is changed in it.
    ///
    /// Its lanes are those of the profile `shell`: only they can run what the missions are.
    ///
    /// - Parameters:
    ///   - socket: Its control socket.
    ///   - programs: The folder of the programs.
    /// - Throws: `LoadFailure`: 69 if it does not answer, 2 if it has no such lane.
    init(attachedTo socket: String, programs: String) throws(LoadFailure) {
        do throws(HarnessError) {
            let client = try ControlClient(path: socket, program: Self.program)
            let (found, status) = try Self.look(client)
            quotas = found
            stateFolder = status.stateDirectory
            ledgerPath = status.ledgerPath
            eventCursor = status.lastEventSequence
        } catch {
            throw LoadFailure(.unreachable, [error.description])
        }
        guard !quotas.lanes.isEmpty else {
            let line = "no lane of the supervisor of \(socket) has the profile \"shell\""
            throw LoadFailure(.usage, [line + " (--socket loads only such lanes)"])
        }
        do throws(HarnessError) {
            place = try InstanceFolder(in: "/tmp", prefix: "lkl")
        } catch {
            throw LoadFailure(error)
        }
        controlSocket = socket
        isOwn = false
        self.programs = programs
        do throws(HarnessError) {
            try makeFiles(nil)
        } catch {
            throw LoadFailure(error)
        }
    }

    deinit {
        destroy()
    }

    private func makeFiles(_ configuration: [UInt8]?) throws(HarnessError) {
        do throws(SystemError) {
            try Files.createFolders(locksFolder, mode: 0o700)
            try Files.writeAtomically([], to: effectsPath, mode: 0o600)
            if let configuration {
                try Files.writeAtomically(configuration, to: place.configuration, mode: 0o600)
            }
        } catch {
            destroy()
            throw HarnessError("\(error)")
        }
    }

    /// Puts the state folder on a small file system, where one can be mounted.
    private func mountVolume() throws(HarnessError) {
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders(stateFolder, mode: 0o700)
        }
        do throws(HarnessError) {
            volume = try StateVolume(
                on: stateFolder,
                mebibyteCount: Self.volumeMebibyteCount
            )
        } catch {
            volumeObstacle = error.description
        }
    }

    private static func look(
        _ client: ControlClient
    ) throws(HarnessError) -> (Quotas, SupervisorStatus) {
        guard case .status(let status) = try client.ask(.supervisorStatus),
            case .pools(let pools) = try client.ask(.poolList)
        else { throw HarnessError("the supervisor answers something else than was asked") }
        var quotas = Quotas()
        let lanes = status.lanes.filter {
            $0.profile == shellProfile && $0.record.status != .retired
        }
        for lane in lanes {
            quotas.lanes.append(
                Quotas.Lane(
                    id: lane.record.vpID,
                    slotCount: lane.slotCount,
                    reservedSlotCount: lane.reservedSlotCount,
                    pool: lane.record.pool
                )
            )
        }
        for pool in pools {
            quotas.pools.append(
                Quotas.Pool(
                    name: pool.record.name,
                    slotCount: pool.slotCount,
                    reservedSlotCount: pool.reservedSlotCount
                )
            )
        }
        return (quotas, status)
    }

    // MARK: Files

    /// Everything of it; of a running supervisor only what laneload itself writes.
    var folder: String { place.path }
    /// Where runs append what they say of themselves.
    var effectsPath: String { "\(folder)/effects" }
    /// Where runs lock their missions.
    var locksFolder: String { "\(folder)/locks" }
    /// The program that misbehaves on purpose.
    var fakeRuntime: String { "\(programs)/fake-runtime" }
    /// Where the supervisor and its workers write their log.
    var logPath: String { "\(folder)/log" }

    // MARK: Supervisor

    /// Starts a supervisor, without waiting for anything, and notes when.
    ///
    /// - Parameter descriptorLimit: Its hard limit of open descriptors; nil for ours.
    /// - Throws: `HarnessError`; also for a running supervisor, which is not ours to start.
    func start(descriptorLimit: UInt64? = nil) throws(HarnessError) {
        guard isOwn else { throw HarnessError("a running supervisor is not ours to start") }
        let now = Clock.now().wall
        supervisor = try HarnessError.describing { () throws(SystemError) in
            let log = try Files.openForAppending(logPath, mode: 0o600)
            var request = place.supervisor(program: "\(programs)/lanekeeper")
            request.descriptors = [DescriptorMapping(log.rawValue, as: 2)]
            // After a SIGKILL of ours nobody would be left to end it.
            request.deathSignal = .kill
            request.hardDescriptorLimit = descriptorLimit.map { Int64(clamping: $0) }
            let handle = try request.start()
            _ = consume log
            return handle
        }
        starts.append(SupervisorStart(at: now, readyAt: nil))
    }

    /// Notes when the supervisor that was started last before that time has said that it is ready.
    func noteReady(at time: WallTime) {
        guard let index = starts.lastIndex(where: { $0.at <= time }),
            starts[index].readyAt == nil
        else { return }
        starts[index].readyAt = time
    }

    /// Waits until every lane takes missions.
    ///
    /// - Throws: `HarnessError` after a minute, or with the log of a supervisor that has ended.
    func waitUntilReady(_ interruption: Interruption) throws(HarnessError) {
        let deadline = Clock.bootTime() + Self.readyTime
        var client: ControlClient?
        while true {
            do throws(HarnessError) {
                if client == nil { client = try connected() }
                if let client, try isReady(client) { return }
            } catch {
                client = nil
                guard Clock.bootTime() < deadline else { throw error }
            }
            try interruption.check()
            try checkAlive()
            guard Clock.bootTime() < deadline else {
                throw HarnessError("not every lane is ready after a minute: \(endOfLog)")
            }
            try Pause.microseconds(2_000)
        }
    }

    private func connected() throws(HarnessError) -> ControlClient {
        try ControlClient(path: controlSocket, program: Self.program)
    }

    private func isReady(_ client: ControlClient) throws(HarnessError) -> Bool {
        guard case .status(let status) = try client.ask(.supervisorStatus) else { return false }
        return status.phase == "ready"
            && status.lanes.allSatisfy { $0.readySeconds != nil || $0.record.status == .retired }
    }

    /// Returns if the supervisor lives, or has not been started.
    ///
    /// - Throws: `HarnessError` with how it ended and the end of its log.
    func checkAlive() throws(HarnessError) {
        guard let supervisor else { return }
        let end = try HarnessError.describing { () throws(SystemError) in try supervisor.reap() }
        guard let end else { return }
        throw HarnessError("the supervisor ended by itself (\(end)): \(endOfLog)")
    }

    /// Stops the supervisor as an operator would, and waits for its end.
    ///
    /// - Throws: `HarnessError` if it does not end within two minutes.
    func stop() throws(HarnessError) {
        guard let supervisor else { return }
        let end = try HarnessError.describing { () throws(SystemError) in
            try supervisor.send(.terminate)
            return try supervisor.wait(until: Clock.bootTime() + .seconds(120))
        }
        guard end != nil else { throw HarnessError("the supervisor does not stop: \(endOfLog)") }
    }

    /// The last lines of the log, for whoever has to find out what went wrong.
    private var endOfLog: String {
        let bytes = BestEffort.attempt { () throws(SystemError) in
            try Files.read(logPath, byteCountMax: 1 << 30)
        }
        guard let bytes, !bytes.isEmpty else { return "it has logged nothing" }
        return "its log ends with\n"
            + String(decoding: bytes.suffix(Self.shownLogByteCount), as: UTF8.self)
    }

    // MARK: End

    /// Ends everything and removes the folder; does nothing the second time.
    ///
    /// - Parameter keepsFiles: Whether the folder stays, for somebody to look at.
    func destroy(keepsFiles: Bool = false) {
        guard !isDestroyed else { return }
        isDestroyed = true
        // What is left to do would only be interrupted: lanes end with their supervisor.
        place.destroy(supervisor, patience: .seconds(5), keepsFiles: true)
        if keepsFiles { return }
        volume?.unmount()
        BestEffort.attempt { [place] () throws(SystemError) in try Files.removeTree(place.path) }
    }
}
