import DataStructures
public import Protocol

/// The missions that wait for one lane and are ready: by class, then deadline, then age.
///
/// Each class is kept in two tables, by session mode: when the lane's session is in use, the
/// missions that must continue it cannot start, and those behind them that need not can.
public struct MissionQueue: Equatable, Sendable {
    /// The place of a mission in the order of its class: lower starts first.
    public struct Place: Comparable, Hashable, Sendable {
        /// 0, or 1 for a deadline mission that is late already.
        let lateness: UInt8
        /// The deadline; 0 outside class `deadline`.
        let deadline: Int64
        /// The order of acknowledgement.
        let order: UInt64

        /// The place of `mission`.
        public init(of mission: MissionMachine) {
            let isDeadline = mission.envelope.missionClass == .deadline
            lateness = isDeadline && mission.state.isLate ? 1 : 0
            deadline = isDeadline ? mission.envelope.deadlineAt?.nanoseconds ?? .max : 0
            order = mission.order
        }

        /// Orders two places of one class.
        public static func < (lhs: Place, rhs: Place) -> Bool {
            (lhs.lateness, lhs.deadline, lhs.order) < (rhs.lateness, rhs.deadline, rhs.order)
        }
    }

    private var tables: [OrderedTable<Place, MissionID>]

    /// Creates an empty queue.
    public init() {
        let tableCount = MissionClass.allCases.count * SessionMode.allCases.count
        tables = Array(repeating: OrderedTable(), count: tableCount)
    }

    /// How many wait in a class.
    public func count(of missionClass: MissionClass) -> Int {
        tables[index(missionClass, .continue)].count + tables[index(missionClass, .fresh)].count
    }

    /// How many wait in all.
    public var count: Int {
        tables.reduce(0) { $0 + $1.count }
    }

    /// Adds a mission that is ready.
    public mutating func insert(_ mission: MissionMachine) {
        let table = index(of: mission)
        invariant(
            tables[table][Place(of: mission)] == nil,
            "mission \(mission.id) is in the queue twice"
        )
        tables[table][Place(of: mission)] = mission.id
    }

    /// Removes a mission; nothing happens if it does not wait here.
    ///
    /// - Parameter mission: As it was when it was inserted.
    public mutating func remove(_ mission: MissionMachine) {
        tables[index(of: mission)].remove(Place(of: mission))
    }

    /// Returns the first mission of a class that may start; nil if none may.
    ///
    /// `isSessionFree` is false while another run continues the lane's session.
    public func first(of missionClass: MissionClass, isSessionFree: Bool) -> MissionID? {
        let fresh = tables[index(missionClass, .fresh)].first
        guard isSessionFree else { return fresh?.value }
        let continuing = tables[index(missionClass, .continue)].first
        switch (continuing, fresh) {
        case (let continuing?, let fresh?):
            return continuing.key < fresh.key ? continuing.value : fresh.value
        case (let only?, nil), (nil, let only?):
            return only.value
        case (nil, nil):
            return nil
        }
    }

    /// Counts missions of its class that stand before `mission`, up to `limit`.
    public func countBefore(_ mission: MissionMachine, limit: Int) -> Int {
        let place = Place(of: mission)
        var count = 0
        for mode in SessionMode.allCases {
            for (other, _) in tables[index(mission.envelope.missionClass, mode)] {
                guard other < place, count < limit else { break }
                count += 1
            }
        }
        return count
    }

    private func index(of mission: MissionMachine) -> Int {
        index(mission.envelope.missionClass, mission.envelope.session)
    }

    private func index(_ missionClass: MissionClass, _ mode: SessionMode) -> Int {
        missionClass.rank * 2 + (mode == .fresh ? 1 : 0)
    }
}
