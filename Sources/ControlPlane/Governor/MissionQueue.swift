import DataStructures
import Protocol

/// The missions that wait for one lane and are ready.
///
/// Each class is kept in two lines, by session mode: when the lane's session is in use, the
/// missions that must continue it cannot start, and those behind them that need not can. Class
/// `deadline` is in the order of deadlines; in the others sources take turns, and the oldest
/// mission of the one whose turn it is comes first.
struct MissionQueue: Equatable, Sendable {
    private var lines: [MissionLine]

    /// Creates an empty queue.
    init() {
        let lineCount = MissionClass.allCases.count * SessionMode.allCases.count
        lines = Array(repeating: MissionLine(), count: lineCount)
    }

    /// How many wait in a class.
    func count(of missionClass: MissionClass) -> Int {
        lines[index(missionClass, .continue)].count + lines[index(missionClass, .fresh)].count
    }

    /// How many wait in all.
    var count: Int {
        lines.reduce(0) { $0 + $1.count }
    }

    /// All of them, class by class, the oldest first within a class and session mode.
    var missionIDs: [MissionID] {
        lines.flatMap(\.missionIDs)
    }

    /// Adds a mission that is ready.
    ///
    /// - Parameters:
    ///   - mission: Ready, and assigned to the lane.
    ///   - turn: Its source's; nil in class `deadline`.
    mutating func insert(_ mission: MissionMachine, turn: FairShare.Turn?) {
        lines[index(of: mission)].insert(mission, turn: turn)
    }

    /// Removes a mission; nothing happens if it does not wait here.
    ///
    /// - Parameters:
    ///   - mission: As it was when it was inserted.
    ///   - turn: Its source's now; nil in class `deadline`.
    mutating func remove(_ mission: MissionMachine, turn: FairShare.Turn?) {
        lines[index(of: mission)].remove(mission, turn: turn)
    }

    /// A source has another turn; nothing happens if nothing of it waits here.
    mutating func retime(
        _ source: String,
        of missionClass: MissionClass,
        from old: FairShare.Turn,
        to new: FairShare.Turn
    ) {
        for mode in SessionMode.allCases {
            lines[index(missionClass, mode)].retime(source, from: old, to: new)
        }
    }

    /// Finds the mission of a class that comes before the others.
    ///
    /// - Parameters:
    ///   - missionClass: The class.
    ///   - isSessionFree: False while another run continues the lane's session.
    /// - Returns: Nil if none may start.
    func first(of missionClass: MissionClass, isSessionFree: Bool) -> StartCandidate? {
        lowest(of: missionClass, isSessionFree: isSessionFree, \.first)
    }

    /// Finds the mission of a class that was acknowledged before the others.
    ///
    /// - Parameters:
    ///   - missionClass: The class.
    ///   - isSessionFree: False while another run continues the lane's session.
    /// - Returns: Nil if none may start.
    func oldest(of missionClass: MissionClass, isSessionFree: Bool) -> StartCandidate? {
        lowest(of: missionClass, isSessionFree: isSessionFree, \.oldest)
    }

    /// Finds the mission of a class that was acknowledged before the others, but for some.
    ///
    /// - Parameters:
    ///   - missionClass: The class.
    ///   - others: Those that are not meant.
    /// - Returns: Its age and name; nil if only others wait.
    /// - Complexity: O(n) in `others`.
    func oldest(
        of missionClass: MissionClass,
        but others: [MissionID]
    ) -> (order: UInt64, missionID: MissionID)? {
        SessionMode.allCases
            .compactMap { lines[index(missionClass, $0)].oldest(but: others) }
            .min { $0.order < $1.order }
    }

    /// Counts those of its class that come before `mission`, up to `limit`: an earlier deadline in
    /// class `deadline`, else the older ones, whatever their sources.
    func countBefore(_ mission: MissionMachine, limit: Int) -> Int {
        SessionMode.allCases.reduce(0) { count, mode in
            let line = lines[index(mission.envelope.missionClass, mode)]
            return count + line.countBefore(mission, limit: limit - count)
        }
    }

    private func lowest(
        of missionClass: MissionClass,
        isSessionFree: Bool,
        _ pick: (MissionLine) -> (place: StartPlace, missionID: MissionID)?
    ) -> StartCandidate? {
        var lowest: StartCandidate?
        for mode in SessionMode.allCases where mode == .fresh || isSessionFree {
            guard let front = pick(lines[index(missionClass, mode)]) else { continue }
            if let lowest, lowest.place < front.place { continue }
            lowest = StartCandidate(
                missionID: front.missionID,
                place: front.place,
                session: mode
            )
        }
        return lowest
    }

    private func index(of mission: MissionMachine) -> Int {
        index(mission.envelope.missionClass, mission.session)
    }

    private func index(_ missionClass: MissionClass, _ mode: SessionMode) -> Int {
        missionClass.rank * 2 + (mode == .fresh ? 1 : 0)
    }
}
