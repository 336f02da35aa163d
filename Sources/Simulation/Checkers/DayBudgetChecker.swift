import ControlPlane
import DataStructures
import Protocol

/// A lane's figures of a day are the sum of what its attempts' rows say they used since they were last
/// written, from midnight on, whoever dies and however the civil clock is set; nothing starts on a
/// lane that has spent what it may use in a day, and that is told once, as is the end of it.
///
/// The same holds for what copies use, apart from missions and with a budget of their own, of which
/// nothing is told.
struct DayBudgetChecker: Checker {
    static let rule = "budgets of a day"

    /// Whose figures it judges; it is shown the attempts of no others.
    enum Subject {
        case missions
        case copies
    }

    private let subject: Subject
    private var configuration = Configuration()
    /// When the turn was decided whose writes come next.
    private var today: UInt64 = 0
    /// True until a supervisor that has just started, perhaps with other bounds, has taken a turn.
    private var isBooting = false

    init(of subject: Subject = .missions) {
        self.subject = subject
    }

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .configured(let configuration): self.configuration = configuration
        case .turnBegan(let now): today = UInt64(now.wall.nanoseconds) / 86_400_000_000_000
        case .supervisorStarted: isBooting = true
        case .committed(let writes):
            defer { isBooting = false }
            return problem(of: writes, ledger)
        case .performed, .acknowledged, .exited, .workerStarted, .workerEnded,
            .runStarted, .workDone, .survivorsTold, .runEnded, .stopDelivered, .resultMade,
            .resultDurable, .resultDeleted:
            break
        }
        return nil
    }

    private func problem(of writes: [LedgerWrite], _ ledger: SimulatedLedger) -> String? {
        var rows = OrderedTable<LaneID, LaneDayUsage>()
        for case .saveLane(let record) in writes { rows[record.vpID] = figures(of: record) }
        let used = used(in: writes, ledger)
        for (lane, usage) in used where rows[lane] == nil {
            return "\(usage) of lane \(lane) is not counted"
        }
        for (lane, row) in rows {
            let old = ledger.lanes[lane].map(figures) ?? LaneDayUsage()
            if let problem = miscount(of: lane, old, row, plus: used[lane]) { return problem }
            if let problem = untold(lane, old, row, writes) { return problem }
            if !isBooting, let problem = misjudged(lane, row, wasSpent: old.isSpent) {
                return problem
            }
        }
        for case .insertAttempt(let attempt) in writes {
            guard let row = rows[attempt.vpID] ?? ledger.lanes[attempt.vpID].map(figures)
            else {
                continue
            }
            if let bound = spentBound(of: attempt.vpID, row) {
                return "\(attempt.runID) starts on lane \(attempt.vpID), where \(bound)"
            }
        }
        return nil
    }

    // MARK: Figures

    private func figures(of record: LaneRecord) -> LaneDayUsage {
        switch subject {
        case .missions: record.dayUsage
        case .copies: record.shadowUsage
        }
    }

    private func budget(of policy: LanePolicy) -> Budget {
        switch subject {
        case .missions: policy.dayBudget
        case .copies: policy.shadowBudget
        }
    }

    /// What runs of lanes have used by their rows, beyond what the ledger has.
    private func used(
        in writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> OrderedTable<LaneID, Usage> {
        var used = OrderedTable<LaneID, Usage>()
        var known = LookupTable<RunID, Usage>()
        for case .updateAttempt(let attempt) in writes {
            let old = known[attempt.runID] ?? ledger.attempts[attempt.runID]?.usage ?? Usage()
            known[attempt.runID] = attempt.usage
            let news = attempt.usage.beyond(old)
            if news != Usage() { used[attempt.vpID, default: Usage()].add(news) }
        }
        return used
    }

    private func miscount(
        of lane: LaneID,
        _ old: LaneDayUsage,
        _ new: LaneDayUsage,
        plus used: Usage?
    ) -> String? {
        // Without anything new the figures of a day that is over may stand.
        if used == nil, new.day == old.day, new.usage == old.usage { return nil }
        let sum = (current(old)?.usage ?? Usage()).adding(used ?? Usage())
        let day = current(old)?.day ?? today
        guard new.day != day || new.usage != sum else { return nil }
        return "lane \(lane) has used \(new.usage) on day \(new.day), not \(sum) on day \(day)"
    }

    /// The figures if they still count; nil if their day is over.
    private func current(_ figures: LaneDayUsage) -> (day: UInt64, usage: Usage)? {
        if figures.day < today { return nil }
        // One that is far ahead was written by a clock that was wrong.
        return (figures.day > today + 1 ? today : figures.day, figures.usage)
    }

    /// The bound of which nothing is left; nil if there is none, or the lane was removed.
    private func spentBound(of lane: LaneID, _ figures: LaneDayUsage) -> String? {
        guard let policy = configuration.lanes[lane], let usage = current(figures)?.usage else {
            return nil
        }
        return BudgetChecker.spentBound(of: budget(of: policy), usage)
    }

    /// Only the end of a day may be noticed late: that is a matter of civil time.
    private func misjudged(_ lane: LaneID, _ row: LaneDayUsage, wasSpent: Bool) -> String? {
        let bound = spentBound(of: lane, row)
        if let bound, !row.isSpent { return "lane \(lane) is open, and \(bound)" }
        guard row.isSpent, bound == nil, !wasSpent || current(row) != nil else { return nil }
        return "lane \(lane) is closed, and has something left"
    }

    // MARK: Events

    private func untold(
        _ lane: LaneID,
        _ old: LaneDayUsage,
        _ new: LaneDayUsage,
        _ writes: [LedgerWrite]
    ) -> String? {
        guard subject == .missions else { return nil }
        var told: [EventType] = []
        for case .appendEvent(let event) in writes where event.vpID == lane {
            if event.type == .laneExhausted || event.type == .laneReplenished {
                told.append(event.type)
            }
        }
        let news: [EventType] =
            new.isSpent == old.isSpent ? [] : [new.isSpent ? .laneExhausted : .laneReplenished]
        guard told != news else { return nil }
        let names = told.map(\.rawValue).joined(separator: ", ")
        return "lane \(lane) is \(new.isSpent ? "closed" : "open"), and told is: \(names)"
    }
}
