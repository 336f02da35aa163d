import ControlPlane
import Protocol
import SQLite
import System

/// The snapshots of lanes whose rollback triggers tripped: files in a folder of the state folder, for
/// the supervisor's user only.
struct IncidentFolder {
    /// Why there is no snapshot.
    struct Failure: Error {
        let message: String
    }

    /// The most snapshots that are kept: the newest.
    static let fileCountMax = 100
    /// The most bytes of one; missions and events that do not fit are left out, the oldest first.
    static let byteCountMax = 262_144
    /// The most events of the lane in one.
    static let eventCountMax = 100
    /// The most missions in one.
    static let missionCountMax = 20
    /// The most attempts of a mission in one: the newest.
    static let attemptCountMax = 5
    /// The most bytes of an objective in one.
    static let objectiveByteCountMax = 200

    /// The events that tell of the end of an attempt.
    private static let ends: [EventType] = [
        .missionCompleted, .missionFailed, .missionTimedOut, .missionRetried, .missionCrashed,
        .missionDeferred, .missionInterrupted, .missionCancelled,
    ]

    private let path: String
    private let ledger: Ledger
    private let log: EventLog

    /// Describes a folder, which is made when it is needed.
    init(path: String, ledger: Ledger, log: EventLog) {
        self.path = path
        self.ledger = ledger
        self.log = log
    }

    /// Writes the snapshot of a lane, unless there is one of this trip already, and removes the oldest
    /// ones beyond `fileCountMax`.
    ///
    /// - Parameters:
    ///   - lane: The lane.
    ///   - sequence: The number of the event that told of the trip.
    ///   - core: What is the case now.
    ///   - now: The time of the turn.
    /// - Throws: `Failure`; there is no file of that name then.
    func capture(
        _ lane: LaneID,
        _ sequence: UInt64,
        core: borrowing ControlPlane,
        at now: Instant
    ) throws(Failure) {
        let file = "\(path)/\(IncidentSnapshot.fileName(of: lane, sequence))"
        // Left by a supervisor that died before it could say so: nearer to the trip than we are.
        guard !Files.exists(file) else { return }
        guard let view = core.view(of: lane, at: now) else {
            throw Failure(message: "there is no lane \(lane)")
        }
        var pool: PoolView?
        if let name = view.record.pool { pool = core.view(ofPool: name, at: now) }
        let text = try text(of: view, pool, sequence, at: now)
        do throws(SystemError) {
            try Files.createFolders(path, mode: 0o700)
            try Files.writeAtomically(text, to: file, mode: 0o600)
        } catch {
            throw Failure(message: error.description)
        }
        prune()
    }

    private func text(
        of view: LaneView,
        _ pool: PoolView?,
        _ sequence: UInt64,
        at now: Instant
    ) throws(Failure) -> [UInt8] {
        do throws(SQLiteError) {
            let trip = try ledger.events(after: sequence - 1, limit: 1).first
            var snapshot = IncidentSnapshot(
                lane: view,
                pool: pool,
                trip: trip?.sequence == sequence ? trip : nil,
                capturedAt: now.wall
            )
            snapshot.events = try ledger.newestEvents(
                of: view.record.vpID,
                limit: Self.eventCountMax
            )
            snapshot.missions = try missions(in: snapshot.events)
            return Self.text(of: snapshot)
        } catch {
            throw Failure(message: error.description)
        }
    }

    /// The missions that had an attempt end last, oldest first.
    private func missions(in events: [EventRecord]) throws(SQLiteError) -> [MissionView] {
        var ids: [MissionID] = []
        for event in events.reversed() where Self.ends.contains(event.type) {
            guard let id = event.missionID, !ids.contains(id) else { continue }
            ids.append(id)
            if ids.count == Self.missionCountMax { break }
        }
        var views: [MissionView] = []
        for id in ids.reversed() {
            guard var view = try ledger.mission(id) else { continue }
            view.envelope.objective = view.envelope.objective.prefix(
                utf8Max: Self.objectiveByteCountMax
            )
            view.attempts = Array(view.attempts.suffix(Self.attemptCountMax))
            views.append(view)
        }
        return views
    }

    /// The text, without as many of the oldest missions and events as it takes to keep it small.
    static func text(of snapshot: IncidentSnapshot) -> [UInt8] {
        var snapshot = snapshot
        var text = snapshot.fileText
        while text.count > byteCountMax, !(snapshot.missions.isEmpty && snapshot.events.isEmpty) {
            snapshot.isCut = true
            snapshot.missions.removeFirst((snapshot.missions.count + 1) / 2)
            snapshot.events.removeFirst((snapshot.events.count + 1) / 2)
            text = snapshot.fileText
        }
        return text
    }

    private func prune() {
        do throws(SystemError) {
            let names = try Files.list(path).filter { name in
                name.hasPrefix(IncidentSnapshot.fileNamePrefix)
                    && name.hasSuffix(IncidentSnapshot.fileNameSuffix)
            }
            for name in names.dropLast(Self.fileCountMax) {
                try Files.remove("\(path)/\(name)")
            }
        } catch {
            // The next snapshot removes them.
            log.warning("incident.left", error.description)
        }
    }
}
