import ControlPlane
import DataStructures
import Protocol

extension Scenario {
    /// Draws the scenario of a seed.
    init(drawnFrom random: inout SeededGenerator) {
        drawLanes(from: &random)
        drawRates(from: &random)
        clientPause = .milliseconds(random.next(in: 20...600))
        operatorPause = .milliseconds(random.next(in: 300...8_000))
        faultPause = .milliseconds(random.next(in: 100...4_000))
        runTime = .milliseconds(random.next(in: 20...5_000))
        openMissionCount = Int(random.next(in: 2...40))
        unsupervisedIdle = .seconds(random.pick(from: [3, 60, 600]))
        treeDeathPatience = .seconds(random.pick(from: [2, 30]))
        frameCountMax = random.pick(from: [5, 12, 40])
        classShares = (random.next(in: 5...45), random.next(in: 5...45))
        drawGovernor(from: &random)
        drawFallback(from: &random)
        drawProviders(from: &random)
        drawHealth(from: random)
        drawRollback(from: random)
        drawLaterRules(from: random)
        drawRollout(from: random)
        drawDayBudgets(from: random)
        drawHost(from: random)
        drawShadow(from: random)
        drawNoop(from: random)
    }

    /// In some seeds the runs of one profile have no process.
    ///
    /// Drawn from numbers of its own, and last: seeds without them are what they were.
    private mutating func drawNoop(from random: SeededGenerator) {
        var random = random
        var own = SeededGenerator(seed: random.next() ^ 0x2007)
        guard own.chance(percent: 8) else { return }
        let name = own.pick(from: configuration.profiles.map(\.key))
        configuration.profiles[name]?.launch.kind = .noop
        configuration.profiles[name]?.launch.argv = []
    }

    /// Some seeds have a machine that runs out of memory, and starts that are spaced out after an
    /// unclean stop; the others have neither.
    ///
    /// Drawn from numbers of its own, which leave those that follow as they are.
    private mutating func drawHost(from random: SeededGenerator) {
        var random = random
        var own = SeededGenerator(seed: random.next() ^ 0x405)
        configuration.supervisor.host.uncleanStartSeconds = 0
        measuresHost = own.chance(percent: 30)
        guard measuresHost else { return }
        configuration.supervisor.host.minAvailableMiB = own.pick(from: [0, 64, 256])
        configuration.supervisor.host.memoryPressureMaxPercent = own.pick(from: [10, 40, 100])
        configuration.supervisor.host.cpuPressureMaxPercent = own.pick(from: [50, 100])
        configuration.supervisor.host.uncleanStartRate = Self.startRate(from: &own)
        configuration.supervisor.host.uncleanStartSeconds = own.pick(from: [0, 5, 60])
    }

    /// Some seeds have lanes that are tried out with copies of missions.
    ///
    /// Drawn from numbers of its own, and last: seeds without them are what they were.
    private mutating func drawShadow(from random: SeededGenerator) {
        var random = random
        var own = SeededGenerator(seed: random.next() ^ 0x5AD0)
        guard laneIDs.count > 1, own.chance(percent: 25) else { return }
        shadowShare = own.pick(from: [40, 80, 100])
        for name in configuration.profiles.map(\.key) {
            configuration.profiles[name]?.sideEffects = Self.sideEffects(from: &own)
        }
        // Somebody must take what is copied.
        for id in laneIDs.dropFirst() where own.chance(percent: 50) {
            guard let policy = configuration.lanes[id] else { continue }
            configuration.profiles[policy.profile]?.sideEffects = .none
            configuration.lanes[id]?.rollout = .shadow
        }
        if own.chance(percent: 30) { askForShadow(on: own.pick(from: laneIDs)) }
        for id in laneIDs where own.chance(percent: 30) {
            configuration.lanes[id]?.shadowBudget = Self.dayBudget(from: &own)
        }
        if own.chance(percent: 30), untilMidnight == nil {
            untilMidnight = .milliseconds(own.next(in: 1_000...120_000))
        }
    }

    /// The environment asks for copies on a lane, if its profile may have any.
    private mutating func askForShadow(on lane: LaneID) {
        guard let profile = configuration.lanes[lane]?.profile,
            configuration.profiles[profile]?.sideEffects == SideEffects.none
        else { return }
        configuration.supervisor.coderLane = lane
        configuration.lanes[lane]?.rollout = nil
        configuration.switches.asksForShadow = true
    }

    /// What a profile promises.
    static func sideEffects(from random: inout SeededGenerator) -> SideEffects {
        random.pick(from: [.none, .none, .local, .external])
    }

    private static func dayBudget(from random: inout SeededGenerator) -> Budget {
        var budget = Budget()
        if random.chance(percent: 60) { budget.maxCallCount = random.next(in: 1...20) }
        if random.chance(percent: 60) { budget.maxTokenCount = random.next(in: 1...30) * 100 }
        if random.chance(percent: 60) { budget.maxCostMicroUSD = random.next(in: 1...20) * 10_000 }
        return budget
    }

    /// Some seeds have lanes that may use little in a day, and see the end of one.
    ///
    /// Drawn from numbers of its own, which leave those that follow as they are.
    private mutating func drawDayBudgets(from random: SeededGenerator) {
        var random = random
        var own = SeededGenerator(seed: random.next() ^ 0xDA7)
        guard own.chance(percent: 30) else { return }
        untilMidnight = .milliseconds(own.next(in: 1_000...120_000))
        for id in laneIDs where own.chance(percent: 70) {
            configuration.lanes[id]?.dayBudget = Self.dayBudget(from: &own)
        }
    }

    /// Some seeds have providers that refuse often, and say much of their windows.
    private mutating func drawProviders(from random: inout SeededGenerator) {
        guard !configuration.pools.isEmpty, random.chance(percent: 40) else { return }
        let faults = [Fault.rateLimited, .quotaExhausted, .limitReading, .limitRejected]
        for fault in faults where random.chance(percent: 50) {
            rates[fault.rawValue] = random.next(in: 50...300)
        }
    }

    /// Most lanes have others that take over, some of them each other.
    private mutating func drawFallback(from random: inout SeededGenerator) {
        for id in laneIDs where random.chance(percent: 60) {
            configuration.lanes[id]?.fallback = Self.lanes(among: laneIDs, but: id, from: &random)
        }
    }

    /// Drawn from numbers of its own, which leave those that follow as they are.
    private mutating func drawHealth(from random: SeededGenerator) {
        var random = random
        var own = SeededGenerator(seed: random.next() ^ 0x4EA1)
        for id in laneIDs {
            let policy = Self.healthPolicy(from: &own)
            configuration.lanes[id]?.health = policy
        }
    }

    /// Drawn from numbers of its own, like the rules of health.
    private mutating func drawLaterRules(from random: SeededGenerator) {
        var random = random
        var own = SeededGenerator(seed: random.next() ^ 0x9EE7)
        configuration.classes.isPreemptionOn = own.chance(percent: 40)
        configuration.classes.preemptionCountMax = Int(own.next(in: 1...3))
        preemptibleShare = own.pick(from: [0, 20, 80, 100])
        resolveShare = own.pick(from: [0, 0, 0, 50])
    }

    /// Some seeds have rollouts; drawn from numbers of its own, so that the others stay as they are.
    private mutating func drawRollout(from random: SeededGenerator) {
        var random = random
        var own = SeededGenerator(seed: random.next() ^ 0x5011)
        hasRollouts = own.chance(percent: 40)
        guard hasRollouts else { return }
        for id in laneIDs {
            let rollout = Self.rollout(from: &own)
            configuration.lanes[id]?.rollout = rollout
        }
        configuration.supervisor.coderLane = own.pick(from: laneIDs)
        configuration.switches = Self.switches(from: &own)
    }

    /// What an entry of the configuration says of a lane's rollout, if anything.
    static func rollout(from random: inout SeededGenerator) -> Rollout? {
        switch random.next(below: 10) {
        case 0: .off
        case 1: .forceFallback
        case 2..<4: canary(from: &random)
        case 4: .on
        default: nil
        }
    }

    /// A canary of any size, the ends included.
    static func canary(from random: inout SeededGenerator) -> Rollout {
        .canary(percent: random.pick(from: [0, 10, 30, 50, 80, 100]))
    }

    /// What the environment of a supervisor says.
    static func switches(from random: inout SeededGenerator) -> RolloutSwitches {
        var switches = RolloutSwitches()
        switches.forcesFallback = random.chance(percent: 20)
        switches.isEnabled = random.pick(from: [nil, nil, true, false])
        return switches
    }

    /// Rules that speak often, and are followed often.
    private static func healthPolicy(from random: inout SeededGenerator) -> HealthPolicy {
        var policy = HealthPolicy()
        policy.failuresInARow = random.pick(from: [1, 1, 2, 3, 5])
        policy.window = Int(random.next(in: 2...20))
        policy.windowFailureCount = Int(random.next(in: 1...UInt64(policy.window)))
        policy.ejectionSeconds = random.pick(from: [1, 5, 30])
        policy.ejectionMaxSeconds = random.pick(from: [30, 60, 300])
        policy.forgetSeconds = random.pick(from: [1, 60, 600])
        policy.enforcementPercent = random.pick(from: [0, 50, 100, 100, 100, 100])
        return policy
    }

    /// Triggers that trip often; some lanes are drained by them.
    ///
    /// Drawn from numbers of its own.
    private mutating func drawRollback(from random: SeededGenerator) {
        var random = random
        var own = SeededGenerator(seed: random.next() ^ 0x70_11BA)
        for id in laneIDs {
            var policy = RollbackPolicy()
            policy.action = own.pick(from: [.incident, .incident, .drain, .reroute])
            policy.window = Int(own.next(in: 2...20))
            policy.evidenceMin = Int(own.next(in: 1...UInt64(policy.window)))
            policy.fallbackPercent = own.pick(from: [0, 10, 30, 60, 100])
            policy.failuresInARow = own.pick(from: [0, 1, 2, 3, 5])
            policy.interactiveWaitP95Milliseconds = own.pick(from: [0, 1, 50, 1_000, 10_000])
            configuration.lanes[id]?.rollback = policy
        }
    }

    /// Up to three lanes, each once.
    static func lanes(
        among laneIDs: [LaneID],
        but own: LaneID?,
        from random: inout SeededGenerator
    ) -> [LaneID] {
        var lanes: [LaneID] = []
        for _ in 0..<random.next(in: 1...5) where lanes.count < 3 {
            let lane = random.pick(from: laneIDs)
            if lane != own, !lanes.contains(lane) { lanes.append(lane) }
        }
        return lanes
    }

    /// What lanes share, and who sends what; most seeds have pools, some a start rate.
    private mutating func drawGovernor(from random: inout SeededGenerator) {
        let poolCount = random.next(below: 3)
        for index in 0..<poolCount {
            var pool = PoolPolicy()
            pool.slotCount = Int(random.next(in: 1...4))
            pool.reservedSlotCount = Int(random.next(below: UInt64(pool.slotCount)))
            if random.chance(percent: 30) { pool.startRate = Self.startRate(from: &random) }
            pool.coolingMilliseconds = random.pick(from: [100, 1_000, 10_000])
            pool.coolingMaxMilliseconds = random.pick(from: [10_000, 60_000])
            pool.resetMarginSeconds = random.pick(from: [0, 1, 10])
            pool.unknownResetSeconds = random.pick(from: [10, 60])
            pool.backgroundGatePercent = Int(random.next(in: 20...70))
            if random.chance(percent: 80) {
                pool.outsideAllowancePercent = Int(
                    random.next(below: UInt64(pool.backgroundGatePercent))
                )
            }
            pool.deadlineGatePercent = Int(random.next(in: 70...90))
            configuration.pools["pool\(index)"] = pool
        }
        for id in laneIDs {
            let index = random.next(below: poolCount + 1)
            let hasRate = random.chance(percent: 20)
            let rate = Self.startRate(from: &random)
            configuration.lanes.modify(id) { policy in
                if index < poolCount { policy.pool = "pool\(index)" }
                if hasRate { policy.startRate = rate }
            }
        }
        configuration.classes.minShareEvery = Int(random.next(in: 4...12))
        sources = Array(["", "chat", "cron", "mail"].prefix(Int(random.next(in: 1...4))))
        for source in sources {
            var policy = SourcePolicy()
            policy.weight = Int(random.next(in: 1...7))
            configuration.classes.sources[source] = policy
        }
    }

    private static func startRate(from random: inout SeededGenerator) -> StartRate {
        var rate = StartRate()
        rate.perMinute = random.pick(from: [30, 120, 600, 6_000])
        rate.burst = Int(random.next(in: 1...5))
        return rate
    }

    private mutating func drawLanes(from random: inout SeededGenerator) {
        let profileCount = random.next(in: 1...2)
        for index in 0..<profileCount {
            var profile = RuntimeProfile.shell
            profile.launch.name = "profile\(index)"
            profile.launch.termGraceMilliseconds = random.next(in: 50...10_000)
            profile.launch.leftoverGraceMilliseconds = random.next(in: 20...3_000)
            configuration.profiles[profile.launch.name] = profile
        }
        let laneCount = random.next(in: 1...8)
        var longest: UInt64 = 10_000
        for index in 0..<laneCount {
            guard let id = LaneID("lane\(index)") else { continue }
            laneIDs.append(id)
            var policy = Self.policy(from: &random)
            policy.profile = "profile\(random.next(below: profileCount))"
            configuration.lanes[id] = policy
            longest = max(
                longest,
                policy.readyDeadlineMilliseconds,
                policy.startDeadlineMilliseconds,
                policy.liveness.leaseMilliseconds * 3
            )
        }
        longestDelay = .milliseconds(longest * 5 / 4)
        configuration.supervisor.stopDeadlineSeconds = random.next(in: 1...60)
        configuration.supervisor.openMissionCountMax = random.chance(percent: 10) ? 10 : 200_000
    }

    private static func policy(from random: inout SeededGenerator) -> LanePolicy {
        var policy = LanePolicy()
        policy.slotCount = Int(random.next(in: 1...5))
        policy.reservedSlotCount = Int(random.next(below: UInt64(policy.slotCount)))
        policy.drainDeadlineSeconds = random.pick(from: [0, 1, 3, 10, 60, 600])
        policy.readyDeadlineMilliseconds = random.pick(from: [300, 1_000, 3_000, 10_000])
        policy.startDeadlineMilliseconds = random.pick(from: [200, 1_000, 5_000, 20_000])
        policy.restart.readyMilliseconds = random.pick(from: [0, 100, 1_000])
        policy.restart.backoffMilliseconds = random.pick(from: [1, 50, 500, 1_000])
        policy.restart.backoffMaxMilliseconds = random.pick(from: [1_000, 5_000, 20_000])
        policy.restart.startupDeathCountMax = Int(random.next(in: 1...6))
        policy.restart.windowSeconds = random.pick(from: [1, 10, 60])
        policy.restart.healthySeconds = random.pick(from: [1, 10, 600])
        // A worker speaks each second with a run and every ten without one; a third of the lease
        // of an idle one is granted to a busy one.
        policy.liveness.leaseMilliseconds = random.pick(from: [4_000, 6_000, 10_000])
        policy.liveness.suspectMilliseconds = policy.liveness.leaseMilliseconds / 3
        policy.backoff.failureMilliseconds = random.pick(from: [0, 10, 500, 1_000])
        policy.backoff.failureMaxMilliseconds = random.pick(from: [1_000, 10_000])
        policy.backoff.deferralMilliseconds = random.pick(from: [0, 100, 2_000, 30_000])
        policy.backoff.deferralMaxMilliseconds = random.pick(from: [30_000, 60_000])
        return policy
    }

    /// Most seeds see most faults now and then; some see few of them, or some of them all the time.
    private mutating func drawRates(from random: inout SeededGenerator) {
        let mood = random.next(below: 10)
        for fault in Fault.allCases {
            switch (mood, random.next(below: 10)) {
            case (0, _): rates[fault.rawValue] = 0
            case (_, 0...3): rates[fault.rawValue] = 0
            case (_, 4...7): rates[fault.rawValue] = random.next(in: 1...20)
            case (_, 8): rates[fault.rawValue] = random.next(in: 20...80)
            case (_, _): rates[fault.rawValue] = random.next(in: 80...300)
            }
        }
    }
}
