import DataStructures
import Protocol

@testable import LoadHarness

/// A way in which evidence can be wrong, and the invariant whose check must notice it.
struct Corruption {
    let name: String
    let invariant: Invariant
    /// Spoils something that is drawn; false if there is nothing to spoil.
    let apply: (inout Evidence, inout SeededGenerator) -> Bool

    static var all: [Corruption] { rows + stream + lines + processes }

    private static var rows: [Corruption] {
        [
            Corruption(name: "a mission's row is gone", invariant: .lost) { evidence, generator in
                evidence.missions.removeOne(&generator) { _ in true }
            },
            Corruption(name: "a mission is open again", invariant: .lost) { evidence, generator in
                guard let index = evidence.missions.draw(&generator, { _ in true }) else {
                    return false
                }
                evidence.missions[index].status = .queued
                return true
            },
            Corruption(name: "an attempt's row is gone", invariant: .inconsistent) {
                $0.attempts.removeOne(&$1) { _ in true }
            },
            Corruption(name: "a failed mission is completed", invariant: .lost) {
                evidence,
                generator in
                let isFailed: (LedgerMission) -> Bool = { $0.status == .failed }
                guard let index = evidence.missions.draw(&generator, isFailed) else { return false }
                evidence.missions[index].status = .completed
                return true
            },
            Corruption(name: "a completed mission is failed", invariant: .inconsistent) {
                evidence,
                generator in
                let isCompleted: (LedgerMission) -> Bool = { $0.status == .completed }
                guard let index = evidence.missions.draw(&generator, isCompleted) else {
                    return false
                }
                evidence.missions[index].status = .failed
                return true
            },
            Corruption(name: "a crashed attempt is completed", invariant: .inconsistent) {
                evidence,
                generator in
                let isCrashed: (LedgerAttempt) -> Bool = { $0.outcome == .crashed }
                guard let index = evidence.attempts.draw(&generator, isCrashed) else {
                    return false
                }
                evidence.attempts[index].outcome = .completed
                return true
            },
            Corruption(name: "a crashed attempt never ended", invariant: .duplicated) {
                evidence,
                generator in
                let isCrashed: (LedgerAttempt) -> Bool = { $0.outcome == .crashed }
                guard let index = evidence.attempts.draw(&generator, isCrashed) else {
                    return false
                }
                evidence.attempts[index].endedAt = nil
                return true
            },
        ]
    }

    private static var stream: [Corruption] {
        [
            Corruption(name: "an event is missing", invariant: .inconsistent) {
                evidence,
                generator in
                guard evidence.events.count > 2 else { return false }
                let index = 1 + generator.next(below: UInt64(evidence.events.count - 2))
                evidence.events.remove(at: Int(index))
                return true
            },
            Corruption(name: "an event is told twice", invariant: .inconsistent) {
                evidence,
                generator in
                guard let index = evidence.events.draw(&generator, { _ in true }) else {
                    return false
                }
                evidence.events.insert(evidence.events[index], at: index)
                return true
            },
            Corruption(name: "an end is told as another one", invariant: .inconsistent) {
                evidence,
                generator in
                let isEnd: (EventRecord) -> Bool = { $0.finalStatus != nil }
                guard let index = evidence.events.draw(&generator, isEnd) else { return false }
                evidence.events[index] = evidence.events[index].typed(.missionTimedOut)
                return true
            },
        ]
    }

    private static var lines: [Corruption] {
        [
            Corruption(name: "a completed run has no last line", invariant: .lost) {
                evidence,
                generator in
                let completed = Set(
                    evidence.attempts.filter { $0.outcome == .completed }.map(\.runID)
                )
                return evidence.effects.removeOne(&generator) {
                    $0.kind == .end && completed.contains($0.runID)
                }
            },
            Corruption(name: "a run that ended has no first line", invariant: .inconsistent) {
                evidence,
                generator in
                let ended = Set(evidence.effects.filter { $0.kind == .end }.map(\.runID))
                return evidence.effects.removeOne(&generator) {
                    $0.kind == .start && ended.contains($0.runID)
                }
            },
            Corruption(name: "a run began twice", invariant: .duplicated) { evidence, generator in
                let isStart: (RunEffect) -> Bool = { $0.kind == .start }
                guard let index = evidence.effects.draw(&generator, isStart) else { return false }
                evidence.effects.append(evidence.effects[index])
                return true
            },
        ]
    }

    private static var processes: [Corruption] {
        [
            Corruption(name: "a process is left", invariant: .orphaned) { evidence, generator in
                guard let index = evidence.attempts.draw(&generator, { _ in true }) else {
                    return false
                }
                evidence.survivors.append(
                    Survivor(
                        process: ProcessIdentity(pid: 4, startTicks: 4),
                        runID: evidence.attempts[index].runID.rawValue,
                        command: "sleep"
                    )
                )
                return true
            },
            Corruption(name: "a run outlives its attempt", invariant: .orphaned) {
                evidence,
                generator in
                let ended = Set(evidence.effects.filter { $0.kind == .end }.map(\.runID))
                let hasEnded: (LedgerAttempt) -> Bool = { ended.contains($0.runID) }
                guard let index = evidence.attempts.draw(&generator, hasEnded) else {
                    return false
                }
                evidence.attempts[index].endedAt = evidence.attempts[index].dispatchedAt
                return true
            },
            Corruption(name: "every slot is one too few", invariant: .overQuota) { evidence, _ in
                evidence.quotas = evidence.quotas.narrowed
                return true
            },
        ]
    }
}

extension Array {
    /// The index of an element that fits, each equally often; nil if none does.
    fileprivate func draw(
        _ generator: inout SeededGenerator,
        _ fits: (Element) -> Bool
    ) -> Int? {
        let candidates = indices.filter { fits(self[$0]) }
        return candidates.isEmpty ? nil : generator.pick(from: candidates)
    }

    fileprivate mutating func removeOne(
        _ generator: inout SeededGenerator,
        _ fits: (Element) -> Bool
    ) -> Bool {
        guard let index = draw(&generator, fits) else { return false }
        remove(at: index)
        return true
    }
}

extension Quotas {
    /// Lanes on which nothing may run.
    fileprivate var narrowed: Quotas {
        var quotas = self
        quotas.lanes = lanes.map {
            Lane(id: $0.id, slotCount: 0, reservedSlotCount: 0, pool: $0.pool)
        }
        return quotas
    }
}
