import DataStructures
public import Protocol

extension ControlPlane {
    /// A pool as clients see it; nil if it is not in the configuration.
    public func view(ofPool name: String, at now: Instant) -> PoolView? {
        guard let policy = configuration.pools[name], let pool = pools[name],
            let offer = poolOffer(name, at: now)
        else { return nil }
        let why =
            explainPool(name, for: nil, at: now)
            ?? WhyAnswer(
                .ready,
                "\(offer.usedCount) of \(offer.slotCount) granted slots are in use"
            )
        var view = PoolView(record: pool.machine.record(name: name), why: why)
        view.slotCount = policy.slotCount
        view.reservedSlotCount = policy.reservedSlotCount
        view.grantedSlotCount = offer.slotCount
        view.usedSlotCount = offer.usedCount
        view.openClasses = offer.openClasses
        view.lanes = groups[.pool(name)]?.lanes ?? []
        view.queuedCounts = MissionClass.allCases.map { missionClass in
            view.lanes.reduce(0) { $0 + (lanes[$1]?.queue.count(of: missionClass) ?? 0) }
        }
        return view
    }

    /// Every pool of the configuration, in the order of the names.
    public func poolViews(at now: Instant) -> [PoolView] {
        configuration.pools.compactMap { view(ofPool: $0.key, at: now) }
    }

    /// What keeps a pool from starting a mission of this class, slots aside; nil if nothing does.
    ///
    /// Without a class: what keeps it from starting anything, or some classes.
    func explainPool(
        _ name: String,
        for missionClass: MissionClass?,
        at now: Instant
    ) -> WhyAnswer? {
        guard let policy = configuration.pools[name], let machine = pools[name]?.machine else {
            return nil
        }
        if let hold = machine.hold { return explain(hold, of: name) }
        switch machine.state {
        case .cooling(let until):
            return explainWait(
                .poolCooling,
                "the provider of pool \(name) asks for patience",
                until: until,
                name,
                at: now
            )
        case .exhausted(let until):
            return explainWait(
                .poolExhausted,
                "the entitlement of pool \(name) is used up",
                until: until,
                name,
                at: now
            )
        case .probing(let probe?):
            return WhyAnswer(
                .poolProbing,
                "run \(probe.runID) finds out whether the provider of pool \(name) serves again",
                remedy: "wait for that run, or lanectl pool clear \(name)"
            )
        case .open, .probing(nil):
            return explainGate(machine, policy, of: name, for: missionClass, at: now)
        }
    }

    private func explain(_ hold: PoolHold, of name: String) -> WhyAnswer {
        WhyAnswer(
            .poolHeld,
            "pool \(name) is held by \(hold.actor) (\(hold.reason.rawValue)): \(hold.note)",
            remedy: hold.reason == .authenticationNeeded
                ? "log in, then lanectl pool clear \(name)" : "lanectl pool clear \(name)"
        )
    }

    private func explainWait(
        _ reason: ReasonCode,
        _ sentence: String,
        until: WallTime,
        _ name: String,
        at now: Instant
    ) -> WhyAnswer {
        let wait = until.since(now.wall).wholeMilliseconds
        var answer = WhyAnswer(
            reason,
            "\(sentence); nothing starts in the next \(wait) ms",
            remedy: "wait, or lanectl pool probe \(name) lets one run find out at once"
        )
        answer.earliestStartAt = until
        answer.figures["wait_ms"] = Int64(wait)
        return answer
    }

    private func explainGate(
        _ machine: PoolMachine,
        _ policy: PoolPolicy,
        of name: String,
        for missionClass: MissionClass?,
        at now: Instant
    ) -> WhyAnswer? {
        guard let binding = machine.windows.binding(policy, at: now.wall) else { return nil }
        let open = machine.openClasses(policy, at: now.wall)
        let asked = missionClass.map { [$0] } ?? MissionClass.allCases
        guard let closed = asked.first(where: { !open.contains($0) }) else { return nil }
        let percent = policy.gatePercent(of: closed)
        let reading = binding.reading
        let keptPermille = binding.chargedPermille - reading.usedPermille
        var answer = WhyAnswer(
            .poolGate,
            "\(reading.usedPermille / 10) % of window \(reading.window) of pool \(name) are used"
                + (keptPermille == 0 ? "" : " and \(keptPermille / 10) % kept for use outside")
                + "; class \(closed.rawValue) stops at \(percent) %",
            remedy: "wait for its reset, or raise \(closed.rawValue)_gate_percent"
        )
        answer.earliestStartAt = PoolWindows.expiry(of: reading)
        answer.figures["gate_percent"] = Int64(percent)
        answer.figures["used_permille"] = Int64(reading.usedPermille)
        answer.figures["own_permille"] = Int64(reading.ownPermille)
        answer.figures["kept_permille"] = Int64(keptPermille)
        return answer
    }
}
