import DataStructures
import Foundation
import IntegrationSupport
import Protocol
import System

/// What a run has left, counted from the marks, the process table and the ledger.
struct ChaosFindings {
    private(set) var completedCount = 0
    private(set) var lost: [String: [MissionID]] = [:]
    private(set) var duplicated: [String: [MissionID]] = [:]
    private(set) var failed: [MissionID] = []
    private(set) var orphans: [ProcessCensus.Member] = []
    private(set) var ledgerProblems: [String] = []
    /// From a worker's SIGKILL to the next run of the same mission, in milliseconds, sorted.
    private(set) var restartMilliseconds: [Double] = []
    private(set) var attemptCount: Int64 = 0

    private let client: TestClient

    init(_ run: ChaosRun) throws {
        client = try run.instance.waitForClient()
        let ledger = try LedgerReader(run.instance.ledger)
        let marks = try Mark.read(run.instance.marksPath)
        let byMission = Dictionary(grouping: marks, by: \.mission)
        for id in run.acknowledged { try look(at: id, byMission[id.rawValue] ?? []) }
        orphans = try run.instance.census.members()
        ledgerProblems = try ledger.problems()
        attemptCount = try ledger.integer("SELECT count(*) FROM vp_attempts")
        let unknown = try ledger.texts("SELECT mission_id FROM vp_missions")
        let known = Set(run.acknowledged.map(\.rawValue))
        for id in unknown where !known.contains(id) {
            duplicated["submitted twice"] =
                (duplicated["submitted twice"] ?? [])
                + [MissionID(id)].compactMap { $0 }
        }
        try measureRestarts(run, ledger)
    }

    /// The line that a person reads first.
    var summary: String {
        "\(completedCount) completed, \(count(lost)) lost, \(count(duplicated)) duplicated,"
            + " \(orphans.count) orphaned"
    }

    /// What should not be, with the events of each mission that shows it.
    func deviations() throws -> [String] {
        var lines = ledgerProblems + orphans.map { "orphan: \($0)" }
        for (what, ids) in lost.sorted(by: { $0.key < $1.key }) {
            for id in ids { lines += ["lost: \(what): \(id)"] + (try story(of: id)) }
        }
        for (what, ids) in duplicated.sorted(by: { $0.key < $1.key }) {
            for id in ids { lines += ["duplicated: \(what): \(id)"] + (try story(of: id)) }
        }
        for id in failed { lines += ["failed: \(id)"] + (try story(of: id)) }
        return lines
    }

    private func count(_ table: [String: [MissionID]]) -> Int {
        table.values.reduce(0) { $0 + $1.count }
    }

    private func story(of id: MissionID) throws -> [String] {
        var lines: [String] = []
        if case .mission(let view) = try client.ask(.missionGet(id)) {
            lines = view.attempts.map { "    \($0)" }
        }
        return lines
            + (try client.events(mission: id).map { event in
                let time = event.emittedAt.nanoseconds / 1_000_000 % 1_000_000_000
                return "    \(event.sequence) \(time) \(event.type.rawValue) \(event.summary)"
            })
    }

    // MARK: Missions

    private mutating func look(at id: MissionID, _ marks: [Mark]) throws {
        guard case .mission(let view) = try client.ask(.missionGet(id)) else {
            lost["absent", default: []].append(id)
            return
        }
        guard view.state.status.isTerminal else {
            lost["not terminal", default: []].append(id)
            return
        }
        let accepted = view.attempts.filter { $0.outcome == .completed }
        if accepted.count > 1 { duplicated["two accepted results", default: []].append(id) }
        let code = Protocol.ExitStatus.code(ChaosMission.overlapCode)
        if view.attempts.contains(where: { $0.exit == code }) || Self.overlaps(marks) {
            duplicated["two runs alive at once", default: []].append(id)
        }
        guard view.state.status == .completed else {
            failed.append(id)
            return
        }
        completedCount += 1
        let fences = Set(marks.filter(\.isEnd).map(\.fence))
        if !accepted.allSatisfy({ fences.contains($0.fence.rawValue) }) {
            lost["completed without its end", default: []].append(id)
        }
    }

    /// True if a run was still at work after a later one had begun.
    private static func overlaps(_ marks: [Mark]) -> Bool {
        var newest: UInt64 = 0
        for mark in marks {
            if mark.fence < newest { return true }
            newest = mark.fence
        }
        return false
    }

    // MARK: Restarts

    private mutating func measureRestarts(_ run: ChaosRun, _ ledger: LedgerReader) throws {
        for kill in run.workerKills {
            let at = kill.at.nanoseconds
            let starts = try ledger.texts(
                """
                SELECT cast(next.started_at AS TEXT) FROM vp_attempts AS old
                JOIN vp_attempts AS next
                ON next.mission_id = old.mission_id AND next.attempt = old.attempt + 1
                WHERE old.vp_id = '\(kill.lane)' AND old.outcome = 'crashed'
                AND old.started_at <= \(at) AND old.ended_at >= \(at)
                AND next.started_at IS NOT NULL
                """
            )
            for start in starts.compactMap({ Int64($0) }) {
                let isDisturbed = run.harms.contains { harm in
                    (harm.lane == nil || harm.lane == kill.lane)
                        && harm.at.nanoseconds > at + 1_000_000 && harm.at.nanoseconds < start
                }
                if !isDisturbed { restartMilliseconds.append(Double(start - at) / 1_000_000) }
            }
        }
        restartMilliseconds.sort()
    }

    /// A share of the restarts took at most so many milliseconds.
    func restart(percent: Int) -> Double {
        guard !restartMilliseconds.isEmpty else { return 0 }
        return restartMilliseconds[
            min(
                restartMilliseconds.count * percent / 100,
                restartMilliseconds.count - 1
            )
        ]
    }
}
