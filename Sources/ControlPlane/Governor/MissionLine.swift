import DataStructures
import Protocol

/// The ready missions of one lane, class and session mode: by age, and in the order of the class.
struct MissionLine: Equatable, Sendable {
    private var byAge = OrderedTable<UInt64, MissionID>()
    /// Class `deadline` alone.
    private var byDeadline = OrderedTable<StartPlace, MissionID>()
    /// The other classes: by source and age, and whose turn it is.
    private var bySource = OrderedTable<String, OrderedTable<UInt64, MissionID>>()
    private var turns = OrderedTable<FairShare.Turn, String>()

    /// How many wait.
    var count: Int { byAge.count }

    /// All of them, the oldest first.
    var missionIDs: [MissionID] { byAge.map(\.value) }

    /// The one that comes before the others.
    var first: (place: StartPlace, missionID: MissionID)? {
        if let first = byDeadline.first { return (first.key, first.value) }
        guard let turn = turns.first, let oldest = bySource[turn.value]?.first else { return nil }
        return (.turn(turn.key, order: oldest.key), oldest.value)
    }

    /// The one that was acknowledged before the others.
    var oldest: (place: StartPlace, missionID: MissionID)? {
        byAge.first.map { (.age(order: $0.key), $0.value) }
    }

    /// The one that was acknowledged before the others, but for some.
    func oldest(but others: [MissionID]) -> (order: UInt64, missionID: MissionID)? {
        byAge.first { !others.contains($0.value) }.map { ($0.key, $0.value) }
    }

    /// Adds a mission.
    ///
    /// - Parameters:
    ///   - mission: Ready, and of this lane, class and session mode.
    ///   - turn: Its source's; nil in class `deadline`.
    mutating func insert(_ mission: MissionMachine, turn: FairShare.Turn?) {
        invariant(byAge[mission.order] == nil, "mission \(mission.id) waits twice")
        byAge[mission.order] = mission.id
        if let turn {
            bySource[mission.envelope.source, default: .init()][mission.order] = mission.id
            turns[turn] = mission.envelope.source
        } else {
            byDeadline[StartPlace(deadlineOf: mission)] = mission.id
        }
    }

    /// Removes a mission; nothing happens if it does not wait here.
    ///
    /// - Parameters:
    ///   - mission: As it was when it was inserted.
    ///   - turn: Its source's now; nil in class `deadline`.
    mutating func remove(_ mission: MissionMachine, turn: FairShare.Turn?) {
        guard byAge.remove(mission.order) != nil else { return }
        guard let turn else {
            byDeadline.remove(StartPlace(deadlineOf: mission))
            return
        }
        let source = mission.envelope.source
        bySource.modify(source) { _ = $0.remove(mission.order) }
        guard bySource[source]?.isEmpty == true else { return }
        bySource.remove(source)
        turns.remove(turn)
    }

    /// A source has another turn; nothing happens if nothing of it waits here.
    mutating func retime(_ source: String, from old: FairShare.Turn, to new: FairShare.Turn) {
        guard turns.remove(old) != nil else { return }
        turns[new] = source
    }

    /// Counts those that come before `mission`, up to `limit`: an earlier deadline, else age.
    func countBefore(_ mission: MissionMachine, limit: Int) -> Int {
        if byDeadline.isEmpty { return byAge.countPrefix(limit) { $0.key < mission.order } }
        let place = StartPlace(deadlineOf: mission)
        return byDeadline.countPrefix(limit) { $0.key < place }
    }
}

extension OrderedTable {
    /// Counts entries from the front while `isBefore` holds, up to `limit`.
    fileprivate func countPrefix(_ limit: Int, while isBefore: (Element) -> Bool) -> Int {
        var count = 0
        for entry in self {
            guard count < limit, isBefore(entry) else { break }
            count += 1
        }
        return count
    }
}
