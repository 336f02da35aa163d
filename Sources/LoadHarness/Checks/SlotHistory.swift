import DataStructures
import Protocol

/// When runs took slots and permits and gave them back, by each source for itself.
struct SlotHistory {
    private let classes: ClassTable
    /// Runs that have waited for a person: how long they held no permit, only events tell.
    private var questioned = LookupTable<RunID, Bool>()
    /// True if there are such runs.
    let hasQuestions: Bool

    init(_ evidence: Evidence) {
        classes = ClassTable(evidence)
        for event in evidence.events {
            if let run = event.questionedRun { questioned[run] = true }
        }
        hasQuestions = !questioned.isEmpty
    }

    /// By events: from `dispatched` to the event that ends the run.
    ///
    /// Places are sequence numbers.
    func changes(of events: [EventRecord]) -> [SlotChange] {
        var open = LookupTable<RunID, SlotChange>()
        var waiting = LookupTable<RunID, Bool>()
        var changes: [SlotChange] = []
        for event in events {
            let place = Int64(clamping: event.sequence)
            if event.type == .missionDispatched, let run = event.runID, let lane = event.vpID,
                let mission = event.missionID, open[run] == nil
            {
                let start = change(.started, at: place, run, of: mission, on: lane)
                open[run] = start
                changes.append(start)
            }
            if let run = event.questionedRun, let start = open[run] {
                let waits = event.type == .missionBlocked
                guard waits != (waiting[run] ?? false) else { continue }
                waiting[run] = waits
                changes.append(start.followed(by: waits ? .released : .retaken, at: place))
            }
            if let run = event.endedRun, let start = open.removeValue(forKey: run) {
                // What is stopped while it waits has its permit again until it is gone.
                if waiting[run] == true { changes.append(start.followed(by: .retaken, at: place)) }
                changes.append(start.followed(by: .ended, at: place))
            }
        }
        return changes
    }

    /// By the ledger: from when an attempt was recorded until its tree was gone and that was recorded.
    func changes(of attempts: [LedgerAttempt]) -> [SlotChange] {
        attempts.flatMap { attempt in
            pair(
                attempt.runID,
                of: attempt.missionID,
                on: attempt.lane,
                from: attempt.dispatchedAt,
                until: attempt.endedAt
            )
        }
    }

    /// By what the runs wrote: from their first line to their last one, or to the end of the attempt
    /// of a run that was killed before it.
    func changes(of effects: [RunEffect], killedAt attempts: [LedgerAttempt]) -> [SlotChange] {
        var ends = LookupTable<Fence, WallTime>()
        for attempt in attempts { ends[attempt.fence] = attempt.endedAt }
        for effect in effects where effect.kind == .end { ends[effect.fence] = effect.at }
        var begun = LookupTable<Fence, Bool>()
        return effects.flatMap { effect -> [SlotChange] in
            guard effect.kind != .end, begun[effect.fence] == nil else { return [] }
            begun[effect.fence] = true
            return pair(
                effect.runID,
                of: effect.missionID,
                on: effect.lane,
                from: effect.at,
                until: ends[effect.fence]
            )
        }
    }

    /// What holds something for no time holds nothing.
    private func pair(
        _ run: RunID,
        of mission: MissionID,
        on lane: LaneID,
        from start: WallTime,
        until end: WallTime?
    ) -> [SlotChange] {
        if let end, end <= start { return [] }
        var first = change(.started, at: start.nanoseconds, run, of: mission, on: lane)
        first.holdsPermit = questioned[run] == nil
        return [first] + (end.map { [first.followed(by: .ended, at: $0.nanoseconds)] } ?? [])
    }

    /// A mission of a class that nobody knows is taken for one that may have any slot.
    private func change(
        _ kind: SlotChange.Kind,
        at place: Int64,
        _ run: RunID,
        of mission: MissionID,
        on lane: LaneID
    ) -> SlotChange {
        SlotChange(
            place: place,
            kind: kind,
            run: run,
            lane: lane,
            missionClass: classes[mission] ?? .interactive
        )
    }
}
