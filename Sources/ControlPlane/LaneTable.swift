import DataStructures
import Protocol

/// The lanes by name, which of them were changed in this turn, and when time alone changes one.
///
/// A turn looks only at lanes that were changed or are due, so that its cost does not grow with the
/// number of lanes. Every change goes through the accessors here, which is how it is noticed.
struct LaneTable {
    /// When a lane is to be looked at though nothing has happened to it.
    private struct Due: Comparable, Hashable {
        let at: MonotonicTime
        let lane: LaneID

        static func < (lhs: Due, rhs: Due) -> Bool {
            (lhs.at, lhs.lane) < (rhs.at, rhs.lane)
        }
    }

    /// In the order of `keys`; lanes are never taken out.
    private var slots: ContiguousArray<Lane?> = []
    private var dueTimes: ContiguousArray<MonotonicTime?> = []
    private var readyFlags: ContiguousArray<Bool> = []
    private var dues = OrderedTable<Due, Bool>()

    /// The names, ascending.
    private(set) var keys: [LaneID] = []

    /// How many there are.
    var count: Int { keys.count }

    /// A lane; to change it marks it as changed, to read it does not.
    subscript(id: LaneID) -> Lane? {
        get {
            guard let place = place(of: id) else { return nil }
            return slots[place]
        }
        _modify {
            let place = place(of: id) ?? add(id)
            touch(id)
            yield &slots[place]
        }
    }

    /// Looks at a lane in its place: a copy costs more than a look at a few of its fields.
    ///
    /// - Returns: What `body` returns; nil if there is no such lane.
    func look<Result>(at id: LaneID, _ body: (Lane) -> Result) -> Result? {
        guard let place = place(of: id), let lane = slots[place] else { return nil }
        return body(lane)
    }

    /// Changes a lane in its place and marks it as changed.
    ///
    /// - Returns: What `body` returns; nil if there is no such lane.
    mutating func modify<Result>(_ id: LaneID, _ body: (inout Lane) -> Result) -> Result? {
        guard let place = place(of: id) else { return nil }
        touch(id)
        return slots[place]?.changed(body)
    }

    /// Changes the order of what waits for a lane, which is nothing that a turn has to look at.
    mutating func reorder(_ id: LaneID, _ body: (inout MissionQueue) -> Void) {
        guard let place = place(of: id) else { return }
        slots[place]?.changed { body(&$0.queue) }
    }

    private mutating func add(_ id: LaneID) -> Int {
        let place = Self.lowerBound(of: id, in: keys)
        keys.insert(id, at: place)
        slots.insert(nil, at: place)
        dueTimes.insert(nil, at: place)
        readyFlags.insert(false, at: place)
        return place
    }

    /// There are so few lanes that to search for a name is cheaper than to hash it.
    private func place(of id: LaneID) -> Int? {
        let place = Self.lowerBound(of: id, in: keys)
        return place < keys.count && keys[place] == id ? place : nil
    }

    /// The offset of the first name that is not below `id`; `count` if there is none.
    private static func lowerBound(of id: LaneID, in names: [LaneID]) -> Int {
        var low = 0
        var high = names.count
        while low < high {
            let middle = (low + high) / 2
            if names[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: What a turn looks at

    /// The lanes that were changed since `endTurn`, ascending.
    private(set) var touchedKeys: [LaneID] = []

    private mutating func touch(_ id: LaneID) {
        let index = Self.lowerBound(of: id, in: touchedKeys)
        guard index == touchedKeys.count || touchedKeys[index] != id else { return }
        touchedKeys.insert(id, at: index)
    }

    /// The time when the first lane is due; nil if none ever is.
    var firstDue: MonotonicTime? { dues.first?.key.at }

    /// The lanes whose workers were ready at the end of the last turn.
    private(set) var readyCount = 0

    /// Marks every lane as changed: something happened that concerns all.
    mutating func touchAll() {
        touchedKeys = keys
    }

    /// Marks the lanes whose time has come as changed.
    mutating func touchDue(at now: MonotonicTime) {
        for (due, _) in dues {
            guard due.at <= now else { break }
            touch(due.lane)
        }
    }

    /// A lane that was changed has been looked at.
    ///
    /// - Parameters:
    ///   - id: The lane.
    ///   - time: When it is to be looked at next; nil for never.
    mutating func settled(_ id: LaneID, dueAt time: MonotonicTime?) {
        guard let place = place(of: id) else { return }
        let isReady = isReady(at: place)
        readyCount += (isReady ? 1 : 0) - (readyFlags[place] ? 1 : 0)
        readyFlags[place] = isReady
        guard time != dueTimes[place] else { return }
        if let old = dueTimes[place] { dues.remove(Due(at: old, lane: id)) }
        if let time { dues[Due(at: time, lane: id)] = true }
        dueTimes[place] = time
    }

    private func isReady(at place: Int) -> Bool {
        guard let lane = slots[place] else { return false }
        return lane.worker.isReady
    }

    /// The turn is over: no lane is marked as changed any more.
    mutating func endTurn() {
        touchedKeys.removeAll(keepingCapacity: true)
    }
}

extension LaneTable: Sequence {
    /// Every lane with its name, ascending.
    func makeIterator() -> AnyIterator<(key: LaneID, value: Lane)> {
        var rest = keys.makeIterator()
        return AnyIterator {
            while let id = rest.next() {
                if let lane = self[id] { return (id, lane) }
            }
            return nil
        }
    }
}

extension Lane {
    /// Changes it in its place.
    fileprivate mutating func changed<Result>(_ body: (inout Lane) -> Result) -> Result {
        body(&self)
    }
}
