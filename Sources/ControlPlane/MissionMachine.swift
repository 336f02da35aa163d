public import DataStructures
public import Protocol

/// The life of one mission that is not terminal, or has become so in this turn.
///
///     queued --dispatched--> running --ended--> completed, failed, cancelled, timedOut
///       ^                     |    ^
///       +------- ended -------+  blocked
///
/// It holds the small fields of the envelope; the objective stays in the ledger.
public struct MissionMachine: Equatable, Sendable {
    /// How an attempt ended, after fences and intents have been weighed.
    public struct AttemptEnd: Equatable, Sendable {
        /// How.
        public var outcome: AttemptOutcome
        /// Why.
        public var reason: ReasonCode
        /// What a failure says something about.
        public var scope: FailureScope?
        /// The runtime's sentence, or ours.
        public var summary: String?
        /// How long the runtime asked to wait.
        public var retryAfter: Interval?
        /// True if its pool starts nothing until it knows better: the mission needs no wait of its own.
        public var isHeldByPool = false
        /// Who asked for the end, if a person did.
        public var actor: String?
        /// How the mission ends whatever its attempt did, if an operator has said so.
        public var resolution: MissionResolution?
        /// What the operator gave as the reason for that.
        public var note: String?
        /// True if we have asked for the end, whatever came of it.
        public var isStopped = false
    }

    /// The name.
    public let id: MissionID
    /// Where it stands in the order of acknowledgement.
    public let order: UInt64
    /// The envelope, without its objective.
    @Boxed public private(set) var envelope: MissionEnvelope
    /// `envelope.digest` of the whole.
    public let digest: String
    /// The mutable columns of its row.
    public private(set) var state: MissionState
    /// Since when it waits for its lane and for nothing else, as far as this incarnation knows; nil
    /// while it waits for a time or for a person.
    public private(set) var readySince: MonotonicTime?
    /// When its hold ends on the boot clock; nil where it is held until a civil time, or not at all.
    public private(set) var releaseAt: MonotonicTime?

    /// Creates a machine for a mission that is new, or read from the ledger.
    public init(
        id: MissionID,
        order: UInt64,
        envelope: MissionEnvelope,
        digest: String,
        state: MissionState
    ) {
        self.id = id
        self.order = order
        var small = envelope
        small.objective = ""
        self.envelope = small
        self.digest = digest
        self.state = state
    }

    /// True if it may be dispatched at `now`.
    public func isReady(at now: Instant) -> Bool {
        state.status == .queued && !state.isLeaving && state.hold == nil
            && holdLeft(at: now) == nil
    }

    /// How much longer it is held for a time; nil if it is not.
    public func holdLeft(at now: Instant) -> Interval? {
        guard let heldUntil = state.heldUntil else { return nil }
        let left = releaseAt?.since(now.boot) ?? heldUntil.since(now.wall)
        return left > .zero ? left : nil
    }

    /// Its hold is a span that begins now: it ends on the boot clock, whatever civil time is set to.
    public mutating func beginHold(at now: Instant) {
        releaseAt = state.heldUntil.map { now.boot + $0.since(now.wall) }
    }

    /// True while it waits for a time or for an operator, and not for a slot.
    public var isHeld: Bool { state.heldUntil != nil || state.hold != nil }

    /// True if it was to end at its deadline unless started, and is past it without.
    public var isExpired: Bool {
        envelope.expireAtDeadline && state.isLate && state.startedAt == nil
    }

    /// How its next attempt takes up the lane's session: one whose session has failed gets another.
    public var session: SessionMode {
        state.scope == .session ? .fresh : envelope.session
    }

    /// The run that is next dispatched.
    public var nextRunID: RunID? {
        RunID("\(id.rawValue).\(state.attemptCount + 1)")
    }

    /// An attempt was opened for it.
    public mutating func dispatched(fence: Fence) {
        invariant(state.status == .queued, "mission \(id) dispatched in \(state.status.rawValue)")
        invariant(state.hold == nil, "mission \(id) dispatched though an operator holds it")
        state.status = .running
        state.reason = nil
        state.scope = nil
        state.phase = .starting
        state.attemptCount += 1
        state.fence = fence
        released()
    }

    /// Its process exists.
    public mutating func started(at now: WallTime) {
        invariant(isOpenInAttempt, "mission \(id) started in \(state.status.rawValue)")
        state.phase = .executing
        if state.startedAt == nil { state.startedAt = now }
    }

    /// Its run has come further.
    public mutating func advanced(to phase: RunPhase) {
        invariant(isOpenInAttempt, "mission \(id) advanced in \(state.status.rawValue)")
        state.phase = phase
    }

    /// Its runtime asks something, or goes on.
    public mutating func setBlocked(_ isBlocked: Bool) {
        invariant(isOpenInAttempt, "mission \(id) blocked in \(state.status.rawValue)")
        state.status = isBlocked ? .blocked : .running
        state.reason = isBlocked ? .question : nil
    }

    /// The runtime said how far its work has come, for the next attempt.
    public mutating func noteResumePhase(_ phase: String?) {
        if let phase { state.resumePhase = phase }
    }

    /// An attempt has ended that used so much.
    public mutating func noteUsage(_ usage: Usage) {
        state.usage.add(usage)
    }

    /// The other one of it and its copy has come to this.
    public mutating func noteCounterpart(_ side: ShadowSide) {
        invariant(!state.status.isTerminal, "mission \(id) hears of its counterpart too late")
        state.counterpart = side
    }

    /// Its deadline has passed.
    public mutating func becameLate() {
        state.isLate = true
    }

    /// The time that it waited for has come.
    public mutating func released() {
        state.heldUntil = nil
        releaseAt = nil
    }

    /// It waits for its lane from now on, unless it did before.
    public mutating func becameReady(at now: MonotonicTime) {
        if readySince == nil { readySince = now }
    }

    /// An operator holds it, or lets it go; its age is what it was.
    ///
    /// - Parameter hold: Who holds it, why and since when; nil for nobody.
    public mutating func setHold(_ hold: OperatorChange?) {
        invariant(state.status == .queued, "mission \(id) held in \(state.status.rawValue)")
        state.hold = hold
        readySince = nil
    }

    /// Ends it whatever an attempt did: cancelled in the queue, expired there, or as an operator
    /// says.
    public mutating func ended(
        _ status: MissionStatus,
        _ reason: ReasonCode,
        by actor: String?,
        summary: String?,
        at now: WallTime
    ) {
        invariant(!state.status.isTerminal, "mission \(id) ended twice")
        state.status = status
        state.reason = reason
        if status == .failed { state.scope = .operator }
        state.phase = nil
        state.fence = nil
        released()
        state.hold = nil
        state.endedAt = now
        state.endedBy = actor
        state.summary = summary
    }

    /// It waits on another lane from now on; its age and its hold are what they were.
    ///
    /// - Parameter step: The other lane, who chose it and why. A person may choose a lane that it
    ///   left.
    public mutating func moved(_ step: RouteStep) {
        invariant(state.status == .queued, "mission \(id) moved in \(state.status.rawValue)")
        state.assignedVPID = step.vpID
        state.assignedBy = step.actor
        state.leftVPIDs.removeAll { $0 == step.vpID }
        state.note(step)
        readySince = nil
    }

    /// Puts a mission that waits back into the queue of its lane, also of one that it was leaving.
    public mutating func requeued(at now: WallTime) {
        invariant(state.fence == nil, "mission \(id) requeued with an attempt open")
        state.deferralCount = 0
        state.leftVPIDs.removeAll { $0 == state.assignedVPID }
        released()
        queue(.operatorRequest, at: now)
    }

    /// Its open attempt is over, its tree proved gone: charges the attempt and says what follows.
    ///
    /// - Parameters:
    ///   - end: How it ended.
    ///   - backoff: How long it waits before another attempt on the same lane.
    ///   - offer: What the lanes that may take it over have to offer.
    ///   - now: The time of the turn.
    /// - Returns: The event that tells of it. `state` says whether it is queued, leaves its lane, is
    ///   blocked or terminal now.
    mutating func attemptEnded(
        _ end: AttemptEnd,
        backoff: BackoffPolicy,
        offer: FallbackChain.Offer,
        at now: WallTime
    ) -> EventType {
        if envelope.isCopy { return concluded(end, at: now) }
        let spent = envelope.budget.bounds(against: state.usage).first(where: \.isSpent)
        // No other lane has anything left of what is used up.
        let event = charge(
            end,
            backoff: backoff,
            offer: spent == nil ? offer : .nothing,
            at: now
        )
        guard let spent, !state.status.isTerminal else { return event }
        finish(spent, end, at: now)
        return .missionTimedOut
    }

    /// The one attempt of a copy is over: whatever it came to, nothing follows.
    private mutating func concluded(_ end: AttemptEnd, at now: WallTime) -> EventType {
        invariant(isOpenInAttempt, "mission \(id): attempt ended in \(state.status.rawValue)")
        state.fence = nil
        state.phase = nil
        state.scope = end.scope
        state.summary = end.summary
        switch end.outcome {
        case .completed:
            finish(.completed, end, at: now)
            return .missionCompleted
        case .timedOut:
            finish(.timedOut, end, at: now)
            return .missionTimedOut
        case .cancelled:
            finish(.cancelled, end, at: now)
            return .missionCancelled
        case .interrupted where end.isStopped, .crashed where end.isStopped,
            .deferred where end.isStopped:
            finish(.cancelled, end, at: now)
            return .missionCancelled
        case .failed, .interrupted, .crashed, .deferred:
            finish(.failed, end, at: now)
            return .missionFailed
        }
    }

    /// An operator has said how it ends: what its attempt did changes nothing any more.
    private mutating func resolved(
        as resolution: MissionResolution,
        _ end: AttemptEnd,
        at now: WallTime
    ) -> EventType {
        ended(resolution.status, .operatorRequest, by: end.actor, summary: end.note, at: now)
        return switch resolution {
        case .completed: .missionCompleted
        case .failed: .missionFailed
        case .cancelled: .missionCancelled
        }
    }

    /// Ends it because nothing is left of what it may use in all.
    private mutating func finish(_ bound: BudgetBound, _ end: AttemptEnd, at now: WallTime) {
        var spent = end
        spent.reason = bound.intent.reason
        spent.actor = nil
        state.scope = .mission
        state.heldUntil = nil
        state.summary = bound.sentence
        finish(.timedOut, spent, at: now)
    }

    private mutating func charge(
        _ end: AttemptEnd,
        backoff: BackoffPolicy,
        offer: FallbackChain.Offer,
        at now: WallTime
    ) -> EventType {
        invariant(isOpenInAttempt, "mission \(id): attempt ended in \(state.status.rawValue)")
        state.fence = nil
        state.phase = nil
        state.scope = end.scope
        state.summary = end.summary
        if let resolution = end.resolution { return resolved(as: resolution, end, at: now) }
        switch end.outcome {
        case .completed:
            finish(.completed, end, at: now)
            return .missionCompleted
        case .cancelled:
            finish(.cancelled, end, at: now)
            return .missionCancelled
        case .timedOut:
            guard offer == .nothing else { return leave(end, at: now) }
            finish(.timedOut, end, at: now)
            return .missionTimedOut
        case .interrupted:
            if end.reason == .preempted { state.preemptionCount += 1 }
            queue(end.reason, at: now)
            return .missionInterrupted
        case .crashed:
            return crashed(end, at: now)
        case .deferred:
            return deferred(end, backoff: backoff, at: now)
        case .failed:
            return failed(end, backoff: backoff, offer: offer, at: now)
        }
    }

    private var isOpenInAttempt: Bool {
        state.status == .running || (state.status == .blocked && state.fence != nil)
    }

    private mutating func crashed(_ end: AttemptEnd, at now: WallTime) -> EventType {
        state.recoveryCount += 1
        guard state.recoveryCount <= envelope.retry.maxRecoveries else {
            var poison = end
            poison.reason = .poison
            poison.scope = .mission
            state.scope = .mission
            finish(.failed, poison, at: now)
            return .missionFailed
        }
        queue(end.reason, at: now)
        return .missionCrashed
    }

    private mutating func deferred(
        _ end: AttemptEnd,
        backoff: BackoffPolicy,
        at now: WallTime
    ) -> EventType {
        state.deferralCount += 1
        guard state.deferralCount <= envelope.retry.maxDeferrals else {
            queue(.deferralsExhausted, at: now)
            state.status = .blocked
            return .missionBlocked
        }
        let wait = Backoff.interval(
            count: UInt64(state.deferralCount),
            baseMilliseconds: backoff.deferralMilliseconds,
            maxMilliseconds: backoff.deferralMaxMilliseconds
        )
        queue(end.reason, at: now)
        if !end.isHeldByPool { state.heldUntil = now + max(wait, end.retryAfter ?? .zero) }
        return .missionDeferred
    }

    private mutating func failed(
        _ end: AttemptEnd,
        backoff: BackoffPolicy,
        offer: FallbackChain.Offer,
        at now: WallTime
    ) -> EventType {
        state.failureCount += 1
        let isOver =
            end.reason == .lanePermanent || state.failureCount >= envelope.retry.maxAttempts
        if end.reason != .permanent, Self.isMovedOn(end.scope) {
            // Its lane is at fault: another one is the better choice, if there is one now.
            if offer == .now, isOver || end.scope == .lane { return leave(end, at: now) }
            if offer == .later, isOver { return leave(end, at: now) }
        }
        guard end.reason != .permanent, !isOver else {
            finish(.failed, end, at: now)
            return .missionFailed
        }
        let wait = Backoff.interval(
            count: UInt64(state.failureCount),
            baseMilliseconds: backoff.failureMilliseconds,
            maxMilliseconds: backoff.failureMaxMilliseconds
        )
        queue(end.reason, at: now)
        state.heldUntil = now + wait
        return .missionRetried
    }

    /// True for a failure that another lane may be spared.
    private static func isMovedOn(_ scope: FailureScope?) -> Bool {
        switch scope {
        case .mission, .session, .lane, nil: true
        case .pool, .host, .operator: false
        }
    }

    /// It does not run on its lane again: each lane gets all its attempts.
    private mutating func leave(_ end: AttemptEnd, at now: WallTime) -> EventType {
        state.leftVPIDs.append(state.assignedVPID)
        state.failureCount = 0
        queue(end.reason, at: now)
        return .missionRetried
    }

    private mutating func queue(_ reason: ReasonCode, at now: WallTime) {
        state.status = .queued
        state.reason = reason
        state.queuedAt = now
        readySince = nil
    }

    private mutating func finish(_ status: MissionStatus, _ end: AttemptEnd, at now: WallTime) {
        state.status = status
        state.reason = end.reason
        state.endedAt = now
        state.endedBy = end.actor
    }
}
