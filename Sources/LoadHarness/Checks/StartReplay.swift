import DataStructures
import Protocol

/// Follows the event stream and knows, just before each start, which missions were ready on its lane.
struct StartReplay {
    /// A start that was not this mission's turn.
    struct Inversion: Equatable {
        let mission: MissionID
        let missionClass: MissionClass
        let lane: LaneID
        /// The one that was to start first.
        let rival: MissionID
        /// Why, for people.
        let reason: String
    }

    /// What never changes of a mission.
    private struct Traits {
        var missionClass: MissionClass
        var deadline: Int64?
        var isContinuing: Bool
    }

    /// Where a mission waits.
    private struct Wait {
        var lane: LaneID
        var since: WallTime
        /// False while it is not known when it is ready.
        var isCertain: Bool
    }

    private let shareEvery: Int
    private var pools = LookupTable<LaneID, String>()
    private var traits = LookupTable<MissionID, Traits>()
    private var waits = LookupTable<MissionID, Wait>()
    private var late = LookupTable<MissionID, Bool>()
    private var lines = LookupTable<LaneID, WaitingLine>()
    private var laneShares: OrderedTable<LaneID, ShareBound>
    private var poolShares: OrderedTable<String, ShareBound>
    /// How many starts were compared with what waited.
    private(set) var judgedCount = 0
    /// How many of these passed over interactive missions of which it is not known whether they were
    /// ready.
    private(set) var undecidedCount = 0

    init(_ evidence: Evidence) {
        shareEvery = evidence.quotas.minimumShareEvery
        laneShares = OrderedTable()
        poolShares = OrderedTable()
        for lane in evidence.quotas.lanes {
            pools[lane.id] = lane.pool
            lines[lane.id] = WaitingLine()
            laneShares[lane.id] = ShareBound()
        }
        for pool in evidence.quotas.pools { poolShares[pool.name] = ShareBound() }
        for mission in evidence.missions {
            traits[mission.missionID] = Traits(
                missionClass: mission.missionClass,
                deadline: mission.deadlineAt?.nanoseconds,
                isContinuing: mission.isContinuing
            )
        }
    }

    /// Takes the next event.
    ///
    /// - Returns: Nil unless it is a start that was not this mission's turn.
    /// - Complexity: O(log n) in the missions that wait.
    mutating func follow(_ event: EventRecord) -> Inversion? {
        if event.type == .supervisorStarted { forgetShares() }
        guard let mission = event.missionID, let traits = self.traits[mission] else { return nil }
        switch event.type {
        case .missionQueued, .missionInterrupted, .missionCrashed:
            wait(mission, event, isCertain: event.number("held_ms") == nil)
        case .missionRetried, .missionDeferred, .missionHeld:
            wait(mission, event, isCertain: false)
        case .missionRerouted, .missionFallback:
            guard let old = waits[mission] else { return nil }
            wait(mission, event, isCertain: old.isCertain)
        case .missionSLABreached:
            becameLate(mission)
        case .missionDispatched:
            waitNoMore(mission)
            return judge(mission, traits, event)
        case .missionCompleted, .missionFailed, .missionCancelled, .missionTimedOut,
            .missionBlocked:
            waitNoMore(mission)
        default:
            break
        }
        return nil
    }

    private mutating func forgetShares() {
        for lane in laneShares.map(\.key) { laneShares[lane]?.supervisorStarted() }
        for pool in poolShares.map(\.key) { poolShares[pool]?.supervisorStarted() }
    }

    // MARK: Waits

    private mutating func wait(_ mission: MissionID, _ event: EventRecord, isCertain: Bool) {
        waitNoMore(mission)
        guard let lane = event.vpID, lines.contains(lane) else { return }
        let wait = Wait(lane: lane, since: event.emittedAt, isCertain: isCertain)
        waits[mission] = wait
        change(mission, wait) { line, seat in
            guard isCertain else {
                line.uncertainCount += 1
                return
            }
            line[keyPath: seat.line][seat.place] = wait.since
        }
    }

    private mutating func waitNoMore(_ mission: MissionID) {
        guard let wait = waits.removeValue(forKey: mission) else { return }
        change(mission, wait) { line, seat in
            guard wait.isCertain else {
                line.uncertainCount -= 1
                return
            }
            line[keyPath: seat.line].remove(seat.place)
        }
    }

    /// Those that are late stand behind those that are not.
    private mutating func becameLate(_ mission: MissionID) {
        guard traits[mission]?.missionClass == .deadline else { return }
        let wait = waits[mission]
        waitNoMore(mission)
        late[mission] = true
        guard let wait else { return }
        waits[mission] = wait
        change(mission, wait) { line, seat in line[keyPath: seat.line][seat.place] = wait.since }
    }

    /// A place and the line that it is in.
    private struct Seat {
        let line: WritableKeyPath<WaitingLine, OrderedTable<WaitingLine.Place, WallTime>>
        let place: WaitingLine.Place
    }

    /// Changes the line in which a mission is compared; nothing happens where it is in none.
    private mutating func change(
        _ mission: MissionID,
        _ wait: Wait,
        _ body: (inout WaitingLine, Seat) -> Void
    ) {
        guard let traits = self.traits[mission] else { return }
        switch traits.missionClass {
        case .interactive:
            let place = WaitingLine.Place(
                nanoseconds: wait.since.nanoseconds,
                mission: mission
            )
            lines.modify(wait.lane) { body(&$0, Seat(line: \.interactive, place: place)) }
        case .deadline:
            guard wait.isCertain, !traits.isContinuing, let place = self.place(of: mission, traits)
            else { return }
            lines.modify(wait.lane) { body(&$0, Seat(line: \.deadlines, place: place)) }
        case .background:
            return
        }
    }

    private func place(of mission: MissionID, _ traits: Traits) -> WaitingLine.Place? {
        traits.deadline.map {
            WaitingLine.Place(
                lateness: late[mission] == true ? 1 : 0,
                nanoseconds: $0,
                mission: mission
            )
        }
    }

    // MARK: Starts

    private mutating func judge(
        _ mission: MissionID,
        _ traits: Traits,
        _ event: EventRecord
    ) -> Inversion? {
        guard let lane = event.vpID, let line = lines[lane] else { return nil }
        judgedCount += 1
        if traits.missionClass != .interactive, line.uncertainCount > 0 { undecidedCount += 1 }
        let rival = self.rival(of: mission, traits, in: line, at: event.emittedAt)
        let isShare = count(traits.missionClass, on: lane, hasRival: rival != nil)
        guard let rival, !isShare else { return nil }
        return Inversion(
            mission: mission,
            missionClass: traits.missionClass,
            lane: lane,
            rival: rival.mission,
            reason: rival.reason
        )
    }

    /// Who was to start first; nil if nobody, or nobody who is certain to have been ready.
    private func rival(
        of mission: MissionID,
        _ traits: Traits,
        in line: WaitingLine,
        at now: WallTime
    ) -> (mission: MissionID, reason: String)? {
        switch traits.missionClass {
        case .interactive:
            return nil
        case .deadline:
            if let rival = line.interactive(before: now) { return (rival, "interactive and ready") }
            guard let own = place(of: mission, traits),
                let rival = line.deadline(before: now, own), rival != mission
            else { return nil }
            return (rival, "ready and due before it")
        case .background:
            if let rival = line.interactive(before: now) { return (rival, "interactive and ready") }
            return line.deadline(before: now, nil).map { ($0, "a deadline mission and ready") }
        }
    }

    /// Counts a start.
    ///
    /// - Returns: True if it may have been what its class was due, so that it passed nobody over.
    private mutating func count(
        _ missionClass: MissionClass,
        on lane: LaneID,
        hasRival: Bool
    ) -> Bool {
        guard let pool = pools[lane] else {
            let isDue = shareEvery > 0 && mayBeDue(missionClass, on: lane, least: shareEvery - 2)
            let isShare = hasRival && isDue
            laneShares[lane]?.started(servedFor: isShare ? missionClass : nil)
            return isShare
        }
        // In a pool a lane's share is due one start earlier, and the pool's goes before it.
        let least = shareEvery - 3
        let isDueOnLane = shareEvery > 0 && mayBeDue(missionClass, on: lane, least: least)
        let isDueInPool =
            shareEvery > 0
            && poolShares[pool]?.mayBeDue(missionClass, least: least) ?? true
        let isShare = hasRival && (isDueOnLane || isDueInPool)
        laneShares[lane]?.started(servedFor: isShare ? missionClass : nil)
        let isPoolShare = isShare && !isDueOnLane
        poolShares[pool]?.started(servedFor: isPoolShare ? missionClass : nil)
        return isShare
    }

    private func mayBeDue(_ missionClass: MissionClass, on lane: LaneID, least: Int) -> Bool {
        laneShares[lane]?.mayBeDue(missionClass, least: least) ?? true
    }
}
