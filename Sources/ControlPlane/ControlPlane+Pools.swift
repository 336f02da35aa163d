import DataStructures
import Protocol

/// What feeds the pools: reports and ends of runs, time, and operators.
extension ControlPlane {
    // MARK: Reports and ends

    /// A runtime said something about the limits of its entitlement.
    mutating func limitReported(
        _ runID: RunID,
        _ fence: Fence,
        _ report: LimitReport,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = lanes[id]?.runs[runID], run.record.fence == fence else {
            staleEventCount += 1
            return
        }
        guard let (name, policy) = pool(of: id) else { return }
        if let evidence = PoolEvidence(report, policy, at: now.wall) {
            take(evidence, in: name, of: run.record, at: now, into: &effects)
        } else if !report.isRejected {
            pools.change(name) { $0.read(report, at: now.wall) }
            servedProbe(run.record, on: id, at: now, into: &effects)
        }
    }

    /// A run of the pool has had something from its provider: that is what a probe is to find out.
    mutating func servedProbe(
        _ run: AttemptRecord,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let name = lanes[id]?.policy.pool, pools.isNotable(name) else { return }
        let notice = pools.change(name) { $0.served(run.runID) } ?? nil
        tell(notice, of: name, run, at: now, into: &effects)
    }

    /// A run of a lane of the pool has ended, with this result if it left one.
    ///
    /// - Returns: True if nothing of the pool starts before its own wait is over, so that the
    ///   mission needs none beside it.
    mutating func runEnded(
        _ run: AttemptRecord,
        _ result: RunResult?,
        inPool name: String?,
        at now: Instant,
        into effects: inout [Effect]
    ) -> Bool {
        guard let name, result?.outcome == .deferred || pools.isNotable(name),
            let policy = configuration.pools[name]
        else { return false }
        if let result, let evidence = PoolEvidence(result, policy, at: now.wall) {
            take(evidence, in: name, of: run, at: now, into: &effects)
        }
        let hasSucceeded = result?.outcome == .completed
        let notice =
            pools.change(name) {
                $0.ended(run.runID, hasSucceeded: hasSucceeded, policy)
            } ?? nil
        tell(notice, of: name, run, at: now, into: &effects)
        if openRuns(inPool: name).isEmpty { pools.change(name) { $0.becameIdle() } }
        guard let machine = pools[name]?.machine else { return false }
        if case .exhausted = machine.state { return true }
        return machine.hold != nil
    }

    private mutating func take(
        _ evidence: PoolEvidence,
        in name: String,
        of run: AttemptRecord,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let policy = configuration.pools[name] else { return }
        let jitter = jitterSource.next(in: 0...1000)
        let notice =
            pools.change(name) { machine in
                switch evidence {
                case .throttled(let wait):
                    machine.throttled(wait: wait, policy, jitter: jitter, at: now.wall)
                case .exhausted(let resetAt):
                    machine.exhausted(
                        resetAt: resetAt,
                        policy,
                        jitter: jitter,
                        at: now.wall
                    )
                case .unauthenticated:
                    machine.held(
                        PoolHold(
                            .authenticationNeeded,
                            note: "run \(run.runID) needs a login",
                            actor: "supervisor",
                            at: now.wall
                        )
                    )
                }
            } ?? nil
        tell(notice, of: name, run, at: now, into: &effects)
    }

    /// The pool of a lane, with its policy.
    private func pool(of id: LaneID) -> (name: String, policy: PoolPolicy)? {
        guard let name = lanes[id]?.policy.pool, let policy = configuration.pools[name] else {
            return nil
        }
        return (name, policy)
    }

    // MARK: Time

    /// Lets every pool go on whose time has come.
    mutating func tickPools(at now: Instant, into effects: inout [Effect]) {
        guard let due = pools.firstDue, due <= now.wall else { return }
        for (name, policy) in configuration.pools {
            let notice = pools.change(name) { $0.ticked(policy, at: now.wall) } ?? nil
            tell(notice, of: name, nil, at: now, into: &effects)
        }
    }

    /// When time alone changes a pool; nil if it does not.
    func nextPoolChange(at now: Instant) -> MonotonicTime? {
        // Civil time can be set: look again after a minute at the latest.
        pools.firstDue.map { now.boot + min($0.since(now.wall), .seconds(60)) }
    }

    /// Lets another run find out where the one that did is gone, or belongs to another pool now.
    mutating func reviseProbes() {
        for name in pools.keys {
            let open = openRuns(inPool: name)
            pools.change(name) { machine in
                machine.openRuns { open.contains($0) }
                if open.isEmpty { machine.becameIdle() }
            }
            // The time at which it changes by itself counts only while it is in the configuration.
            pools.touch(name)
        }
    }

    /// The runs on lanes of a pool.
    private func openRuns(inPool name: String) -> [RunID] {
        (groups[.pool(name)]?.lanes ?? []).flatMap { id in
            lanes[id].map { Array($0.runs.keys) } ?? []
        }
    }

    /// Writes every pool that has changed in this turn.
    mutating func savePools(into effects: inout [Effect]) {
        effects += pools.takeUnsaved().map { .write(.savePool($0)) }
    }

    // MARK: Events

    /// Tells of a change of a pool; `run` is what brought it about, nil for time.
    private mutating func tell(
        _ notice: PoolMachine.Notice?,
        of name: String,
        _ run: AttemptRecord?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let notice else { return }
        let slotCount = configuration.pools[name]?.slotCount ?? 0
        let news: (type: EventType, reason: ReasonCode?, text: String, until: WallTime?)
        switch notice {
        case .throttled(let until):
            let text = "the provider of pool \(name) asks for patience"
            news = (.poolThrottled, .poolCooling, text, until)
        case .exhausted(let until):
            let text = "the entitlement of pool \(name) is used up"
            news = (.poolExhausted, .poolExhausted, text, until)
        case .held(let hold):
            tellOfHold(hold, of: name, run, at: now, into: &effects)
            return
        case .reopened(let count):
            let text = "pool \(name) grants \(count) of \(slotCount) slots, more with each success"
            news = (.poolCooling, nil, text, nil)
        case .probing:
            let text = "pool \(name) grants one run, to find out whether its provider serves again"
            news = (.poolCooling, .poolProbing, text, nil)
        case .recovered:
            news = (.poolRecovered, nil, "pool \(name) grants all of its slots again", nil)
        }
        var payload: OrderedTable<String, JSONValue> = ["pool": .string(name)]
        if let until = news.until {
            payload["until"] = .string(until.description)
            payload["wait_ms"] = .integer(Int64(until.since(now.wall).wholeMilliseconds))
        }
        emit(
            news.type,
            run: run,
            reason: news.reason,
            summary: news.text + (news.until.map { "; nothing starts before \($0)" } ?? ""),
            payload: payload,
            at: now,
            into: &effects
        )
    }

    /// A hold by the supervisor itself needs a person: that is the one alert.
    private mutating func tellOfHold(
        _ hold: PoolHold,
        of name: String,
        _ run: AttemptRecord?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        emit(
            .poolThrottled,
            run: run,
            actor: hold.actor,
            reason: hold.reason,
            summary: "pool \(name) is held: \(hold.note)",
            payload: ["pool": .string(name)],
            at: now,
            into: &effects
        )
        guard hold.reason == .authenticationNeeded else { return }
        emit(
            .incidentOpened,
            run: run,
            reason: hold.reason,
            summary: "pool \(name) is held: \(hold.note); log in, then lanectl pool clear \(name)",
            payload: ["pool": .string(name)],
            at: now,
            into: &effects
        )
    }

    // MARK: Operators

    mutating func holdPool(
        _ name: String,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let reason = try givenReason(options, for: "a hold")
        let hold = PoolHold(.operatorRequest, note: reason, actor: request.actor, at: now.wall)
        try changePool(
            name,
            options,
            request,
            line: "nothing starts in it until it is cleared; what runs goes on",
            otherwise: "it is held already",
            at: now,
            into: &effects
        ) { machine in
            machine.held(hold) != nil
        } news: { core, effects in
            core.tellOfHold(hold, of: name, nil, at: now, into: &effects)
        }
    }

    mutating func clearPool(
        _ name: String,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let hold = pools[name]?.machine.hold
        try changePool(
            name,
            options,
            request,
            line: "it grants all of its slots; what was known of its provider is forgotten",
            otherwise: "nothing is known against it",
            at: now,
            into: &effects
        ) { machine in
            machine.cleared()
        } news: { core, effects in
            core.closeIncident(of: name, hold, request, at: now, into: &effects)
            core.emit(
                .poolRecovered,
                actor: request.actor,
                reason: .operatorRequest,
                summary: "pool \(name) cleared" + (options.reason.map { ": \($0)" } ?? ""),
                payload: ["pool": .string(name)],
                at: now,
                into: &effects
            )
        }
    }

    mutating func probePool(
        _ name: String,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let hold = pools[name]?.machine.hold
        try changePool(
            name,
            options,
            request,
            line: "its next run finds out whether the provider serves; no other starts meanwhile",
            otherwise: "it grants its slots, or finds out already",
            at: now,
            into: &effects
        ) { machine in
            machine.probeRequested()
        } news: { core, effects in
            core.closeIncident(of: name, hold, request, at: now, into: &effects)
            core.emit(
                .poolCooling,
                actor: request.actor,
                reason: .operatorRequest,
                summary: "pool \(name) is probed" + (options.reason.map { ": \($0)" } ?? ""),
                payload: ["pool": .string(name)],
                at: now,
                into: &effects
            )
        }
    }

    private mutating func closeIncident(
        of name: String,
        _ hold: PoolHold?,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard hold?.reason == .authenticationNeeded else { return }
        emit(
            .incidentClosed,
            actor: request.actor,
            reason: .authenticationNeeded,
            summary: "pool \(name) is held no more",
            payload: ["pool": .string(name)],
            at: now,
            into: &effects
        )
    }

    /// Applies a change of a pool, tells of it and answers.
    ///
    /// `line` says what changes, `otherwise` why nothing does; `apply` makes the change and returns
    /// false if it was so already.
    private mutating func changePool(
        _ name: String,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        line: String,
        otherwise: String,
        at now: Instant,
        into effects: inout [Effect],
        apply: (inout PoolMachine) -> Bool,
        news: (inout ControlPlane, inout [Effect]) -> Void
    ) throws(ControlError) {
        guard configuration.pools[name] != nil, var machine = pools[name]?.machine else {
            throw unknownPool(name)
        }
        let isChanged = apply(&machine)
        if isChanged, !options.isDryRun {
            pools.change(name) { $0 = machine }
            news(&self, &effects)
        }
        let lines = [isChanged ? line : otherwise]
        changed(request, name, isChanged, options, lines, into: &effects)
    }

    func unknownPool(_ name: String) -> ControlError {
        let names = configuration.pools.map(\.key).joined(separator: ", ")
        return ControlError(
            .notFound,
            .unknownPool,
            "no pool \"\(name)\" (there are: \(names.isEmpty ? "none" : names))",
            object: name,
            hint: "lanectl pool list"
        )
    }
}
