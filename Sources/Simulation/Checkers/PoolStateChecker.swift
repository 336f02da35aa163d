import ControlPlane
import DataStructures
import Protocol

/// Nothing starts in a pool whose provider has just refused something.
///
/// Nor in one that asked for a login, or said that the entitlement is used up; and after that one run
/// finds out, never a herd. Nor does a class start for which too much of a window is used; and what
/// was said of a window ends with it.
///
/// What must follow is told from the ends of attempts, not from what the pool says of itself; what
/// it says must fit to its starts too.
struct PoolStateChecker: Checker {
    static let rule = "closed pools"

    /// What is known of a pool.
    private struct Site {
        var record: PoolRecord?
        /// Nothing may start before.
        var closedUntil: WallTime?
        /// Nothing may start until an operator says so.
        var isHeld = false
        /// True from an exhaustion on until something is known to be served.
        var isProbed = false
    }

    private var board = StartBoard()
    private var policies = OrderedTable<String, PoolPolicy>()
    private var sites = OrderedTable<String, Site>()
    private var openRuns = OrderedTable<RunID, String>()
    private var madeAt = LookupTable<RunID, WallTime>()
    private var classes = LookupTable<MissionID, MissionClass>()
    private var now = WallTime(nanoseconds: 0)

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .configured(let configuration):
            board.configure(configuration)
            policies = configuration.pools
        case .turnBegan(let instant):
            turnBegan(at: instant.wall)
        case .resultMade(let run):
            if madeAt[run] == nil { madeAt[run] = now }
        case .committed(let writes):
            return committed(writes)
        case .supervisorStarted:
            board.supervisorStarted()
        case .performed, .acknowledged, .exited, .workerStarted, .workerEnded,
            .runStarted, .workDone, .survivorsTold, .runEnded, .stopDelivered, .resultDurable,
            .resultDeleted:
            break
        }
        return nil
    }

    /// What has passed once has passed, though the clock is set back.
    private mutating func turnBegan(at wall: WallTime) {
        now = wall
        for name in sites.map(\.key) {
            guard let until = sites[name]?.closedUntil, until <= now else { continue }
            sites[name]?.closedUntil = nil
        }
    }

    private mutating func committed(_ writes: [LedgerWrite]) -> String? {
        var records = OrderedTable<String, PoolRecord>()
        // A pool's row is the last of its turn, and nothing starts before the rest has happened.
        for case .savePool(let record) in writes {
            records[record.name] = record
            if let old = record.readings.first(where: { Self.end(of: $0) <= now }) {
                return "pool \(record.name) remembers window \(old.window), which was reset"
            }
        }
        for write in writes {
            switch write {
            case .insertAttempt(let attempt):
                if let problem = started(attempt, records) { return problem }
            case .updateAttempt(let attempt) where attempt.outcome != nil:
                ended(attempt)
            case .appendEvent(let event):
                if let problem = told(event) { return problem }
            case .insertMission(let envelope, _):
                if let id = envelope.missionID { classes[id] = envelope.missionClass }
            case .updateMission, .updateAttempt, .saveLane, .savePool,
                .saveEstop,
                .markCleanStop:
                break
            }
        }
        for (name, record) in records { sites[name, default: Site()].record = record }
        return lostProbe
    }

    /// A run that is to find out for others and is over.
    private var lostProbe: String? {
        for (name, site) in sites {
            guard let probe = site.record?.probe, openRuns[probe] == nil else { continue }
            return "pool \(name) waits for \(probe), which has ended"
        }
        return nil
    }

    private mutating func started(
        _ attempt: AttemptRecord,
        _ records: OrderedTable<String, PoolRecord>
    ) -> String? {
        guard let name = board.pool(of: attempt.vpID) else { return nil }
        let site = sites[name] ?? Site()
        let record = records[name] ?? site.record ?? PoolRecord(name: name)
        if site.isHeld { return "\(attempt.runID) starts in pool \(name), which needs a login" }
        if site.closedUntil != nil {
            return "\(attempt.runID) starts in pool \(name), whose provider refuses"
        }
        if let window = closedWindow(of: record, attempt, policies[name] ?? PoolPolicy()) {
            return "\(attempt.runID) starts in pool \(name) though window \(window) is too full"
        }
        if record.hold != nil { return "\(attempt.runID) starts in pool \(name), which is held" }
        switch record.status {
        case .open: break
        case .cooling, .exhausted:
            return "\(attempt.runID) starts in pool \(name), \(record.status.rawValue)"
        case .probing:
            guard record.probe == attempt.runID else {
                return
                    "\(attempt.runID) starts in pool \(name), which \(record.probe?.rawValue ?? "nothing") probes"
            }
        }
        if site.isProbed, record.status != .probing {
            return "\(attempt.runID) starts in pool \(name), which was not probed"
        }
        openRuns[attempt.runID] = name
        return nil
    }

    /// The window that closes the pool for the class of the attempt; nil if none does.
    ///
    /// Those of one model say nothing of the others, unless the provider says that they decide.
    private func closedWindow(
        of record: PoolRecord,
        _ attempt: AttemptRecord,
        _ policy: PoolPolicy
    ) -> String? {
        let deciding = record.readings.filter(\.isBinding)
        let readings = deciding.isEmpty ? record.readings.filter { $0.model == nil } : deciding
        let gate =
            switch classes[attempt.missionID] ?? .interactive {
            case .interactive: policy.interactiveGatePercent
            case .deadline: policy.deadlineGatePercent
            case .background: policy.backgroundGatePercent
            }
        return readings.first { policy.chargedPermille(of: $0) >= gate * 10 }?.window
    }

    private static func end(of reading: PoolReading) -> WallTime {
        reading.resetAt ?? reading.readAt + .seconds(3600)
    }

    /// A refusal closes a pool that granted its slots; in one that waits it is no news.
    private mutating func ended(_ attempt: AttemptRecord) {
        openRuns[attempt.runID] = nil
        guard attempt.outcome == .deferred, attempt.scope == .pool,
            let name = board.pool(of: attempt.vpID), let policy = policies[name]
        else { return }
        var site = sites[name] ?? Site()
        defer { sites[name] = site }
        if attempt.reason == .authenticationNeeded {
            site.isHeld = true
            return
        }
        let status = site.record?.status ?? .open
        // What a run said that ended while nobody listened may be over.
        let patience = min(policy.coolingMaxMilliseconds, policy.unknownResetSeconds * 1_000)
        let age = now.since(madeAt[attempt.runID] ?? WallTime(nanoseconds: 0))
        guard status == .open || status == .probing, site.closedUntil == nil,
            age < .milliseconds(patience / 2)
        else { return }
        if attempt.reason == .quotaExhausted {
            // It may be reset by now, but for the margin.
            site.closedUntil = now + .seconds(policy.resetMarginSeconds)
            site.isProbed = true
        } else {
            site.closedUntil = now + .milliseconds(policy.coolingMilliseconds)
        }
    }

    private mutating func told(_ event: EventRecord) -> String? {
        guard case .string(let name)? = event.payload["pool"] else { return nil }
        switch event.type {
        case .poolRecovered:
            if let site = sites[name], site.isProbed, event.actor == "supervisor",
                site.record?.probe == nil
            {
                return "pool \(name) has recovered, which nothing has probed"
            }
            sites[name]?.isProbed = false
            if event.actor != "supervisor" { opened(name) }
        case .poolCooling where event.actor != "supervisor":
            opened(name)
        case .poolThrottled:
            sites[name]?.isProbed = false
        default:
            break
        }
        return nil
    }

    private mutating func opened(_ name: String) {
        sites[name]?.isHeld = false
        sites[name]?.isProbed = false
        sites[name]?.closedUntil = nil
    }
}
