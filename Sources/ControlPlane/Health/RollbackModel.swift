import Protocol

/// Whether a lane does so badly that it is rolled back: three triggers over the missions that ended on
/// it or left it, and over the waits of its interactive missions.
///
///     armed --a trigger trips--> tripped --`window` new departures, none trips--> armed
///                                ^     |
///                                +-----+ they trip again: the action is due once more
///
/// A trip forgets what was weighed, so that what follows is judged by new missions alone. It decides
/// nothing about other lanes, reads no clock, and keeps all that must survive in `memory`.
struct RollbackModel: Equatable {
    /// A trigger that tripped.
    struct Trip: Equatable {
        /// `fallbackRate`, `missionFailures` or `interactiveWait`.
        let reason: ReasonCode
        /// What it tripped on.
        let figures: RollbackFigures
    }

    /// What is to be done.
    enum Effect: Equatable {
        /// An episode begins: somebody is alerted.
        case openIncident(Trip)
        /// The lane's action is due.
        case act(Trip)
        /// The episode of this trigger is over: the new missions are well.
        case closeIncident(ReasonCode)
    }

    /// What is written to the lane's row.
    private(set) var memory: LaneRollback

    /// Goes on from what is remembered.
    init(_ memory: LaneRollback = LaneRollback()) {
        self.memory = memory
    }

    // MARK: Evidence

    /// A mission has ended on the lane, or left it for another one.
    ///
    /// - Parameters:
    ///   - departure: How.
    ///   - policy: What is weighed, and how much is too much.
    /// - Returns: What follows, in order; mostly nothing.
    mutating func departed(
        _ departure: LaneRollback.Departure,
        under policy: RollbackPolicy
    ) -> [Effect] {
        memory.recent.append(departure)
        memory.recent.removeFirst(max(0, memory.recent.count - policy.window))
        memory.failureStreak = departure == .completed ? 0 : memory.failureStreak + 1
        if let count = memory.newMissionCount { memory.newMissionCount = count + 1 }
        return judge(under: policy)
    }

    /// An interactive mission starts on the lane.
    ///
    /// - Parameters:
    ///   - milliseconds: How long it waited for the lane, and for nothing else.
    ///   - policy: What is weighed, and how much is too much.
    /// - Returns: What follows, in order; mostly nothing.
    mutating func interactiveStarted(
        after milliseconds: UInt64,
        under policy: RollbackPolicy
    ) -> [Effect] {
        memory.interactiveWaitsMilliseconds.append(milliseconds)
        let excess = memory.interactiveWaitsMilliseconds.count - policy.window
        memory.interactiveWaitsMilliseconds.removeFirst(max(0, excess))
        return judge(under: policy)
    }

    private mutating func judge(under policy: RollbackPolicy) -> [Effect] {
        if let count = memory.newMissionCount, count < policy.window { return [] }
        if let trip = trip(under: policy) { return fire(trip) }
        guard memory.newMissionCount != nil else { return [] }
        memory.newMissionCount = nil
        return close().map { [.closeIncident($0)] } ?? []
    }

    private func trip(under policy: RollbackPolicy) -> Trip? {
        let figures = memory.figures
        func trip(_ reason: ReasonCode) -> Trip { Trip(reason: reason, figures: figures) }
        if figures.missionCount >= policy.evidenceMin,
            figures.movedOnCount * 100 > policy.fallbackPercent * figures.missionCount
        {
            return trip(.fallbackRate)
        }
        if policy.failuresInARow > 0, figures.failureStreak >= policy.failuresInARow {
            return trip(.missionFailures)
        }
        if policy.interactiveWaitP95Milliseconds > 0,
            figures.interactiveStartCount >= policy.evidenceMin,
            let wait = figures.interactiveWaitP95Milliseconds,
            wait > policy.interactiveWaitP95Milliseconds
        {
            return trip(.interactiveWait)
        }
        return nil
    }

    private mutating func fire(_ trip: Trip) -> [Effect] {
        let isNew = memory.trigger == nil
        // Of an episode that goes on, the trigger that began it stands.
        memory.trigger = memory.trigger ?? trip.reason
        memory.summary = Self.sentence(about: trip)
        memory.newMissionCount = 0
        memory.recent = []
        memory.failureStreak = 0
        memory.interactiveWaitsMilliseconds = []
        return isNew ? [.openIncident(trip), .act(trip)] : [.act(trip)]
    }

    // MARK: The end of an episode

    /// Ends the episode; when the action may be due again is not changed by that.
    ///
    /// - Returns: The trigger that began it; nil if there was none.
    mutating func close() -> ReasonCode? {
        defer {
            memory.trigger = nil
            memory.summary = nil
        }
        return memory.trigger
    }

    // MARK: The action

    /// What waits on the lane goes along its chain from now on, or stays.
    mutating func setSendsAway(_ sendsAway: Bool) {
        memory.sendsAway = sendsAway
    }

    /// A snapshot of the trip that the event of this number tells of is due.
    mutating func captures(_ sequence: UInt64) {
        memory.pendingCaptures.append(sequence)
    }

    /// That snapshot is written, or will never be.
    ///
    /// - Returns: False if none was due.
    @discardableResult
    mutating func captured(_ sequence: UInt64) -> Bool {
        guard memory.pendingCaptures.contains(sequence) else { return false }
        memory.pendingCaptures.removeAll { $0 == sequence }
        return true
    }

    /// The numbers of a trip in one sentence without an end.
    static func sentence(about trip: Trip) -> String {
        let figures = trip.figures
        switch trip.reason {
        case .missionFailures:
            return "\(figures.failureStreak) missions in a row failed on it or moved on"
        case .interactiveWait:
            let wait = figures.interactiveWaitP95Milliseconds ?? 0
            return "its last \(figures.interactiveStartCount) interactive missions waited"
                + " \(wait) ms (95th percentile)"
        default:
            return "\(figures.movedOnCount) of its last \(figures.missionCount) missions moved on"
        }
    }
}
