import Protocol

/// Lets missions of a plan arrive when it is their time, or when there is room for them.
struct ArrivalGate {
    /// After a refusal nothing arrives for so long: a client that is refused waits, too.
    static let refusalPause = Interval.milliseconds(100)
    /// The most that arrive at once, so that answers and events are heard in between.
    static let batchCountMax = 256

    private let isClosed: Bool
    private let openCountMax: Int
    /// The next of the plan, drawn and not arrived.
    private var next: PlannedMission?
    private var pausedUntil = Interval.zero
    /// True once the plan has no more.
    private(set) var isExhausted = false

    /// - Parameters:
    ///   - arrival: How missions arrive.
    ///   - openCountMax: As many may be open; those whose time has come wait for room then. Nil for
    ///     no bound but that of a closed loop.
    init(_ arrival: Arrival, openCountMax: Int? = nil) {
        var bound = openCountMax ?? .max
        if case .closed(let count) = arrival {
            isClosed = true
            bound = min(bound, count)
        } else {
            isClosed = false
        }
        self.openCountMax = bound
    }

    /// Takes from the plan what arrives now.
    ///
    /// - Parameters:
    ///   - elapsed: Since the start.
    ///   - openCount: Missions that are open already.
    ///   - plan: What comes next is drawn from it.
    /// - Returns: In the order of the plan; at most `batchCountMax`.
    mutating func arrivals(
        at elapsed: Interval,
        openCount: Int,
        from plan: inout LoadPlan
    ) -> [PlannedMission] {
        guard elapsed >= pausedUntil, !isExhausted else { return [] }
        var arrived: [PlannedMission] = []
        while arrived.count < Self.batchCountMax, openCount + arrived.count < openCountMax {
            if next == nil { next = plan.nextMission() }
            guard let mission = next else {
                isExhausted = true
                break
            }
            guard isClosed || mission.arrivesAfter <= elapsed else { break }
            arrived.append(mission)
            next = nil
        }
        return arrived
    }

    /// When to let missions arrive again.
    ///
    /// - Parameters:
    ///   - elapsed: Since the start.
    ///   - openCount: Missions that are open.
    /// - Returns: After the start; nil if it is not a matter of time.
    func nextTime(after elapsed: Interval, openCount: Int) -> Interval? {
        guard !isExhausted, openCount < openCountMax else { return nil }
        if elapsed < pausedUntil { return pausedUntil }
        guard let next, !isClosed else { return elapsed }
        return max(next.arrivesAfter, elapsed)
    }

    /// Lets nothing arrive for a while.
    mutating func pause(from elapsed: Interval) {
        pausedUntil = elapsed + Self.refusalPause
    }
}
