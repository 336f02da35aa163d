import DataStructures
import Protocol

/// What is known of the object of a finding, from all sources in the order of time.
struct MissionStory: Equatable, Sendable {
    /// One thing that happened.
    struct Line: Equatable, Sendable {
        let at: WallTime
        /// Who says so: `ledger`, `event`, `run`, `client`, `harness`.
        let source: String
        let text: String
    }

    /// Lines of one story; of more the middle is left out.
    static let lineCountMax = 42

    /// In the order of time; lines of one time in the order of the sources.
    private(set) var lines: [Line]
    /// How many were left out.
    private(set) var omittedCount = 0
    /// After how many lines they were; nil if none was.
    private(set) var omittedAfter: Int?

    private init(_ lines: [Line]) {
        let sorted = lines.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
        self.lines = sorted
        guard sorted.count > Self.lineCountMax else { return }
        let lastCount = Self.lineCountMax / 3
        let firstCount = Self.lineCountMax - lastCount
        omittedCount = sorted.count - Self.lineCountMax
        omittedAfter = firstCount
        self.lines = sorted.prefix(firstCount) + sorted.suffix(lastCount)
    }

    /// Tells the stories of objects in one pass over the evidence.
    ///
    /// - Parameters:
    ///   - objects: Missions, runs, lanes or pools, as findings name them. A run has the story of its
    ///     mission, a lane what happened to itself and not to its missions.
    ///   - evidence: Where to look.
    /// - Returns: One for each object, in order; without lines if nothing is known of it.
    /// - Complexity: O(n) in the evidence.
    static func stories(of objects: [String], _ evidence: Evidence) -> [MissionStory] {
        let places =
            evidence.quotas.lanes.map(\.id.rawValue) + evidence.quotas.pools.map(\.name)
        let named = Set(places)
        let subjects = objects.map { named.contains($0) ? $0 : mission(of: $0) }
        let wanted = Set(subjects)
        var lines: [String: [Line]] = [:]
        for told in client(evidence, wanted) + ledger(evidence, wanted) + events(evidence, wanted)
            + runs(evidence, wanted) + faults(evidence, wanted)
        {
            lines[told.subject, default: []].append(told.line)
        }
        return subjects.map { MissionStory(lines[$0] ?? []) }
    }

    /// A line, and whose story it belongs to.
    private struct Told {
        let subject: String
        let line: Line

        init(_ subject: String, _ at: WallTime, _ source: String, _ text: String) {
            self.subject = subject
            line = Line(at: at, source: source, text: text)
        }
    }

    /// The mission of a run, `<mission>.<attempt>`; else the object itself.
    private static func mission(of object: String) -> String {
        guard let point = object.lastIndex(of: "."), point != object.startIndex,
            Int(object[object.index(after: point)...]) != nil
        else { return object }
        return String(object[..<point])
    }

    private static func client(_ evidence: Evidence, _ wanted: Set<String>) -> [Told] {
        evidence.submissions.filter { wanted.contains($0.missionID.rawValue) }
            .flatMap { submission in
                let mission = submission.missionID.rawValue
                let times = submission.sendCount > 1 ? ", sent \(submission.sendCount) times" : ""
                let answer = "acknowledged as number \(submission.number)\(times)"
                return [
                    Told(mission, submission.sentAt, "client", "sent"),
                    Told(mission, submission.acknowledgedAt, "client", answer),
                ]
            }
    }

    private static func ledger(_ evidence: Evidence, _ wanted: Set<String>) -> [Told] {
        evidence.missions.filter { wanted.contains($0.missionID.rawValue) }.flatMap { told(of: $0) }
            + evidence.attempts.filter { wanted.contains($0.missionID.rawValue) }.flatMap {
                told(of: $0)
            }
    }

    private static func told(of mission: LedgerMission) -> [Told] {
        let subject = mission.missionID.rawValue
        let kind = "\(mission.missionClass.rawValue) on \(mission.lane)"
        let reason = mission.reason.map { " (\($0.rawValue))" } ?? ""
        let stateAt = mission.endedAt ?? mission.startedAt ?? mission.createdAt
        return [
            Told(subject, mission.createdAt, "ledger", "created, \(kind)"),
            Told(subject, stateAt, "ledger", "mission \(mission.status.rawValue)\(reason)"),
        ]
    }

    private static func told(of attempt: LedgerAttempt) -> [Told] {
        let name = "\(attempt.runID) fence \(attempt.fence)"
        let outcome = attempt.outcome?.rawValue ?? "open"
        let times: [(WallTime?, String)] = [
            (attempt.dispatchedAt, "dispatched to \(attempt.lane)"), (attempt.startedAt, "started"),
            (attempt.endedAt, "ended: \(outcome)"),
        ]
        return times.compactMap { time, what in
            time.map { Told(attempt.missionID.rawValue, $0, "ledger", "\(name) \(what)") }
        }
    }

    private static func events(_ evidence: Evidence, _ wanted: Set<String>) -> [Told] {
        evidence.events.compactMap { event in
            guard let subject = subject(of: event, wanted) else { return nil }
            let text = "\(event.sequence) \(event.type.rawValue): \(event.summary)"
            return Told(subject, event.emittedAt, "event", text)
        }
    }

    /// Which of the wanted objects an event is about.
    private static func subject(of event: EventRecord, _ wanted: Set<String>) -> String? {
        if let mission = event.missionID {
            return wanted.contains(mission.rawValue) ? mission.rawValue : nil
        }
        if case .string(let pool)? = event.payload["pool"], wanted.contains(pool) { return pool }
        return event.vpID.flatMap { wanted.contains($0.rawValue) ? $0.rawValue : nil }
    }

    private static func runs(_ evidence: Evidence, _ wanted: Set<String>) -> [Told] {
        evidence.effects.filter { wanted.contains($0.missionID.rawValue) }.map { effect in
            let run = "\(effect.runID) fence \(effect.fence) pid \(effect.process.pid)"
            let text = "\(run): \(effect.kind.rawValue)"
            return Told(effect.missionID.rawValue, effect.at, "run", text)
        }
    }

    private static func faults(_ evidence: Evidence, _ wanted: Set<String>) -> [Told] {
        evidence.faults.compactMap { fault in
            let subject = [fault.object, mission(of: fault.object)].first { wanted.contains($0) }
            return subject.map { Told($0, fault.at, "harness", fault.kind.title) }
        }
    }
}
