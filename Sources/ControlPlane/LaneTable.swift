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

    /// In the order in which they were added; lanes are never taken out.
    private var slots: ContiguousArray<Lane?> = []
    private var places = LookupTable<LaneID, Int>()
    private var dueTimes: ContiguousArray<MonotonicTime?> = []
    private var readyFlags: ContiguousArray<Bool> = []
    private var dues = OrderedTable<Due, Bool>()
    private var touched = OrderedTable<LaneID, Bool>()

    /// The names, ascending.
    private(set) var keys: [LaneID] = []

    /// How many there are.
    var count: Int { keys.count }

    /// A lane; to change it marks it as changed, to read it does not.
    subscript(id: LaneID) -> Lane? {
        get {
            guard let place = places[id] else { return nil }
            return slots[place]
        }
        _modify {
            if places[id] == nil { add(id) }
            guard let place = places[id] else {
                fatalError("invariant broken: lane \(id) has no place")
            }
            touched[id] = true
            yield &slots[place]
        }
    }

    /// Looks at a lane in its place: a copy costs more than a look at a few of its fields.
    ///
    /// - Returns: What `body` returns; nil if there is no such lane.
    func look<Result>(at id: LaneID, _ body: (Lane) -> Result) -> Result? {
        guard let place = places[id], let lane = slots[place] else { return nil }
        return body(lane)
    }

    /// Changes a lane in its place and marks it as changed.
    ///
    /// - Returns: What `body` returns; nil if there is no such lane.
    mutating func modify<Result>(_ id: LaneID, _ body: (inout Lane) -> Result) -> Result? {
        guard let place = places[id] else { return nil }
        touched[id] = true
        return slots[place]?.changed(body)
    }

    /// Changes the order of what waits for a lane, which is nothing that a turn has to look at.
    mutating func reorder(_ id: LaneID, _ body: (inout MissionQueue) -> Void) {
        guard let place = places[id] else { return }
        slots[place]?.changed { body(&$0.queue) }
    }

    private mutating func add(_ id: LaneID) {
        places[id] = slots.count
        slots.append(nil)
        dueTimes.append(nil)
        readyFlags.append(false)
        let index = keys.firstIndex { id < $0 } ?? keys.endIndex
        keys.insert(id, at: index)
    }

    // MARK: What a turn looks at

    /// The lanes that were changed since `endTurn`, ascending.
    var touchedKeys: [LaneID] { touched.map(\.key) }

    /// The time when the first lane is due; nil if none ever is.
    var firstDue: MonotonicTime? { dues.first?.key.at }

    /// The lanes whose workers were ready at the end of the last turn.
    private(set) var readyCount = 0

    /// Marks every lane as changed: something happened that concerns all.
    mutating func touchAll() {
        for id in keys { touched[id] = true }
    }

    /// Marks the lanes whose time has come as changed.
    mutating func touchDue(at now: MonotonicTime) {
        for (due, _) in dues {
            guard due.at <= now else { break }
            touched[due.lane] = true
        }
    }

    /// A lane that was changed has been looked at.
    ///
    /// - Parameters:
    ///   - id: The lane.
    ///   - time: When it is to be looked at next; nil for never.
    mutating func settled(_ id: LaneID, dueAt time: MonotonicTime?) {
        guard let place = places[id] else { return }
        let isReady = look(at: id) { $0.worker.isReady } ?? false
        readyCount += (isReady ? 1 : 0) - (readyFlags[place] ? 1 : 0)
        readyFlags[place] = isReady
        guard time != dueTimes[place] else { return }
        if let old = dueTimes[place] { dues.remove(Due(at: old, lane: id)) }
        if let time { dues[Due(at: time, lane: id)] = true }
        dueTimes[place] = time
    }

    /// The turn is over: no lane is marked as changed any more.
    mutating func endTurn() {
        touched.removeAll()
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
