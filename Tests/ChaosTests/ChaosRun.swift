import DataStructures
import Foundation
import IntegrationSupport
import Protocol
import System

/// Does random harm to one instance while it works.
final class ChaosRun {
    /// A worker that was killed while it ran missions.
    struct WorkerKill {
        let lane: LaneID
        let at: WallTime
    }

    let instance: TestInstance
    private let lanes: [LaneID]
    private let missions: ChaosMission
    private var generator: SeededGenerator
    private var client: TestClient?
    /// Submitted, and not acknowledged yet: is submitted again with its key.
    private var unacknowledged: MissionEnvelope?
    private var submitCount = 0
    /// What the supervisor has said that it took.
    private(set) var acknowledged: [MissionID] = []
    private(set) var killCount = 0
    private(set) var busyKillCount = 0
    private(set) var workerKills: [WorkerKill] = []
    /// Every harm that may have delayed a run: when, and to which lane; nil for the supervisor.
    private(set) var harms: [(at: WallTime, lane: LaneID?)] = []

    static let openMissionCount = 24

    init(_ instance: TestInstance, seed: UInt64) throws {
        self.instance = instance
        generator = SeededGenerator(seed: seed)
        lanes = (1...4).compactMap { LaneID("vp.load.\($0)") }
        missions = ChaosMission(
            marks: instance.marksPath,
            locks: "\(instance.folder)/locks",
            fakeRuntime: try Products.path("fake-runtime")
        )
        try Files.createFolders(missions.locks, mode: 0o700)
    }

    /// Kills at least so many processes.
    func harm(killCount target: Int) throws {
        while killCount < target {
            let step = ChaosStep(&generator, lanes: lanes)
            let pauseEnd = Clock.bootTime() + .milliseconds(step.pauseMilliseconds)
            topUp()
            _ = try Poll.wait([], until: pauseEnd)
            try perform(step.action)
        }
    }

    /// Lets everything end that was acknowledged.
    func settle(seconds: Double) throws {
        client = nil
        var settled = try instance.waitForClient()
        if let envelope = unacknowledged {
            acknowledged += try settled.submit([envelope]).compactMap(\.envelope.missionID)
            unacknowledged = nil
        }
        try Deadline.wait(until: "no mission is open", seconds: seconds) {
            if try instance.supervisor?.reap() != nil {
                throw TestFailure(
                    "the supervisor ended by itself: \(try instance.log().suffix(3000))"
                )
            }
            settled = try instance.client()
            var filter = MissionFilter()
            filter.limit = 1
            guard case .missions(let open, _) = try settled.ask(.missionList(filter)) else {
                return false
            }
            return open.isEmpty
        }
    }

    // MARK: Work

    /// Keeps the queue filled, if the supervisor is there.
    private func topUp() {
        do {
            let client = try self.client ?? TestClient(instance.socket)
            self.client = client
            let status = try client.status()
            let openStatuses: [MissionStatus] = [.queued, .running, .blocked]
            let open = openStatuses.reduce(0) { count, each in
                let index = MissionStatus.allCases.firstIndex(of: each) ?? 0
                return count
                    + (status.missionCounts.indices.contains(index)
                        ? status.missionCounts[index] : 0)
            }
            for _ in 0..<max(0, Self.openMissionCount - open) { try submitOne(client) }
        } catch {
            // It was killed, or is not there yet; the next step connects again.
            client = nil
        }
    }

    private func submitOne(_ client: TestClient) throws {
        if unacknowledged == nil {
            submitCount += 1
            unacknowledged = missions.envelope(&generator, serial: submitCount)
        }
        guard let envelope = unacknowledged else { return }
        acknowledged += try client.submit([envelope]).compactMap(\.envelope.missionID)
        unacknowledged = nil
    }

    // MARK: Harm

    private func perform(_ action: ChaosStep.Action) throws {
        switch action {
        case .killWorker(let lane):
            try killWorker(lane)
        case .killSupervisor:
            try killSupervisor()
        case .killBoth(let lane):
            try instance.signal(.stop)
            try killWorker(lane)
            try killSupervisor()
        case .suspendWorker(let lane, let milliseconds):
            guard let worker = try worker(of: lane) else { return }
            note(lane)
            try suspend(milliseconds) { try instance.send($0, to: worker) }
        case .suspendSupervisor(let milliseconds):
            note(nil)
            try suspend(milliseconds) { try instance.signal($0) }
        }
    }

    private func suspend(_ milliseconds: UInt64, _ send: (Signal) throws -> Void) throws {
        try send(.stop)
        _ = try Poll.wait([], until: Clock.bootTime() + .milliseconds(milliseconds))
        try send(.resume)
    }

    private func killWorker(_ lane: LaneID) throws {
        guard let worker = try worker(of: lane) else { return }
        let folder = "/lanes/\(lane)/"
        let isBusy = try instance.census.members(below: folder).isEmpty == false
        let now = Clock.now().wall
        guard try instance.send(.kill, to: worker) else { return }
        count(isBusy: isBusy)
        note(lane)
        if isBusy { workerKills.append(WorkerKill(lane: lane, at: now)) }
    }

    private func killSupervisor() throws {
        let isBusy = try !instance.census.members().isEmpty
        note(nil)
        try instance.killAndRestart()
        count(isBusy: isBusy)
        client = nil
    }

    private func count(isBusy: Bool) {
        killCount += 1
        if isBusy { busyKillCount += 1 }
    }

    private func note(_ lane: LaneID?) {
        harms.append((Clock.now().wall, lane))
    }

    /// The worker that holds the lock of a lane, whether the supervisor knows it yet or not.
    private func worker(of lane: LaneID) throws -> ProcessIdentity? {
        let path = "\(instance.state)/lanes/\(lane)/worker.lock"
        guard let holder = try FileLock.holder(of: path) else { return nil }
        return WorkerLockText(holder)?.process
    }
}
