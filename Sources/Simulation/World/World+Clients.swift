import ControlPlane
import DataStructures
import Protocol

/// The people at the control socket.
extension World {
    /// What an answer is made from.
    enum Answer {
        case reply(ControlReply)
        case query(Query)
    }

    // MARK: Clients

    mutating func clientActs() {
        if !isQuiet {
            let most = isCalm ? 100 : scenario.clientPause.wholeMilliseconds
            clock.plan(.clientActs, after: .milliseconds(random.next(in: 1...most)))
        }
        resend()
        guard !isCalm else { return }
        if scenario.hasShadow, ownChance.chance(percent: 8) { askOfCopy() }
        switch random.next(below: 100) {
        case 0..<60: submitNew()
        case 60..<68: submitAgain()
        case 68..<72: submitConflicting()
        case 72..<82: onMission { .missionCancel($0, Self.options()) }
        case 82..<88: onMission { .missionRequeue($0, Self.options()) }
        case 88..<94:
            let timeout = random.next(in: 1...20_000)
            onMission { .missionWait($0, timeoutMilliseconds: timeout) }
        case 94..<96: onMission { .missionWhy($0) }
        case 96..<97: onMission { .missionGet($0) }
        case 97..<98: send(.laneList)
        default: send(.supervisorStatus)
        }
    }

    static func options(isForced: Bool = false) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = "simulated"
        options.isForced = isForced
        return options
    }

    /// Sends again what was never answered.
    private mutating func resend() {
        guard !clients.unsent.isEmpty else { return }
        let batch = clients.unsent
        clients.unsent.removeAll()
        for submission in batch { submit([submission]) }
    }

    private mutating func submitNew() {
        guard ledger.open.count + clients.unsent.count < scenario.openMissionCount else { return }
        let count = random.chance(percent: 80) ? 1 : Int(random.next(in: 2...4))
        var batch: [Int] = []
        for _ in 0..<count {
            batch.append(clients.submissions.count)
            clients.submissions.append(ClientBoard.Submission(envelope: drawEnvelope()))
        }
        submit(batch)
        if strikes(.sameTurnDuplicate) { submit(batch) }
    }

    private mutating func submitAgain() {
        guard !clients.submissions.isEmpty else { return }
        coverage.hit(.duplicateSubmit)
        let index = Int(random.next(below: UInt64(clients.submissions.count)))
        guard !clients.submissions[index].isRefused else { return }
        submit([index])
    }

    /// The same key, or the same id, with another body.
    private mutating func submitConflicting() {
        guard !clients.submissions.isEmpty else { return }
        let index = Int(random.next(below: UInt64(clients.submissions.count)))
        guard clients.submissions[index].missionID != nil else { return }
        coverage.hit(.conflictingSubmit)
        var envelope = clients.submissions[index].envelope
        envelope.objective += " differently"
        var request = ClientBoard.Request(
            client: clients.newClient(),
            command: .missionSubmit([envelope], isDryRun: false)
        )
        request.isConflicting = true
        post(request)
    }

    mutating func submit(_ batch: [Int]) {
        var request = ClientBoard.Request(
            client: clients.newClient(),
            command: .missionSubmit(
                batch.map { clients.submissions[$0].envelope },
                isDryRun: false
            )
        )
        request.submissions = batch
        request.parentID = drawParent()
        post(request)
    }

    private mutating func onMission(_ command: (MissionID) -> ControlCommand) {
        guard !clients.acknowledged.isEmpty else { return }
        // Mostly a recent one: most of the others are terminal.
        let count = UInt64(clients.acknowledged.count)
        let back = random.chance(percent: 80) ? min(count, 20) : count
        let index = clients.acknowledged.count - 1 - Int(random.next(below: back))
        send(command(clients.acknowledged[index]))
    }

    mutating func send(_ command: ControlCommand) {
        post(ClientBoard.Request(client: clients.newClient(), command: command))
    }

    private mutating func post(_ request: ClientBoard.Request) {
        let number = clients.requests.count
        clients.requests.append(request)
        clock.plan(.requestArrives(request: number), after: moment())
    }

    private mutating func drawEnvelope() -> MissionEnvelope {
        let number = clients.submissions.count
        var envelope = MissionEnvelope(objective: "work \(number)")
        let roll = random.next(below: 100)
        let (interactive, deadline) = scenario.classShares
        if roll < interactive {
            envelope.missionClass = .interactive
        } else if roll < interactive + deadline {
            envelope.missionClass = .deadline
            envelope.deadlineAt = now.wall + .milliseconds(random.next(in: 10...60_000))
            envelope.expireAtDeadline = random.chance(percent: 30)
        }
        envelope.source = random.pick(from: scenario.sources)
        if random.chance(percent: 70) { envelope.idempotencyKey = "key\(number)" }
        if envelope.idempotencyKey == nil || random.chance(percent: 20) {
            envelope.missionID = MissionID("x\(number)")
        }
        if random.chance(percent: 30) { envelope.vpID = random.pick(from: scenario.laneIDs) }
        if random.chance(percent: 15) { envelope.fallback = drawFallback(of: envelope) }
        if random.chance(percent: 10) {
            envelope.notBefore = now.wall + .milliseconds(random.next(in: 1...20_000))
        }
        if random.chance(percent: 40) { envelope.session = .fresh }
        envelope.isPreemptible = ownChance.chance(percent: scenario.preemptibleShare)
        if random.chance(percent: 20) { envelope.budget.maxRuntimeSeconds = random.next(in: 1...5) }
        if random.chance(percent: 20) { envelope.budget.maxIdleSeconds = random.next(in: 1...5) }
        drawSums(of: &envelope.budget)
        if random.chance(percent: 20) { envelope.checks = [["true"], ["true"]] }
        envelope.retry.maxAttempts = Int(random.next(in: 1...4))
        envelope.retry.maxRecoveries = Int(random.next(in: 0...4))
        envelope.retry.maxDeferrals = Int(random.next(in: 0...4))
        if scenario.hasShadow {
            envelope.isShadowOK = ownChance.chance(percent: scenario.shadowShare)
            envelope.retryOf = drawRepeated()
        }
        return envelope
    }

    /// Lanes of its own choice that take it over, or none at all.
    private mutating func drawFallback(of envelope: MissionEnvelope) -> [LaneID] {
        guard random.chance(percent: 70) else { return [] }
        return Scenario.lanes(among: scenario.laneIDs, but: envelope.vpID, from: &random)
    }

    /// What a mission may use in all: some of what a run or two of it use, often exactly.
    private mutating func drawSums(of budget: inout Budget) {
        if random.chance(percent: 20) { budget.maxCallCount = random.next(in: 1...10) }
        if random.chance(percent: 20) { budget.maxTokenCount = random.next(in: 1...10) * 100 }
        if random.chance(percent: 20) { budget.maxCostMicroUSD = random.next(in: 1...10) * 10_000 }
    }

    // MARK: Requests

    mutating func requestArrives(_ number: Int) {
        guard let request = clients.requests[number] else { return }
        guard supervisor.isAlive else { return giveUp(number) }
        clients.requests[number]?.isDelivered = true
        coverage.observe(request.command, ledger)
        var received = ClientRequest(
            client: request.client,
            requestID: .number(Int64(number)),
            role: .operator,
            actor: "uid:0 (lanesim)",
            command: request.command
        )
        received.parentID = request.parentID
        deliver(.requestReceived(received))
        if strikes(.clientLeft) {
            arrive(.clientClosed(request.client), after: moment())
            giveUp(number)
        }
    }

    /// The client is not going to hear of it; what it wanted to submit it sends again.
    mutating func giveUp(_ number: Int) {
        guard let request = clients.requests[number] else { return }
        clients.requests[number] = nil
        for index in request.submissions where clients.submissions[index].missionID == nil {
            if !clients.unsent.contains(index) { clients.unsent.append(index) }
        }
    }

    mutating func answer(_ client: ClientID, _ id: RequestID, _ answer: Answer) {
        guard case .number(let value) = id, let request = clients.requests[Int(value)] else {
            return
        }
        let number = Int(value)
        if request.client != client {
            violate("answers go to who asked", "request \(number) is answered to \(client)")
        }
        if strikes(.replyLost) {
            arrive(.clientClosed(client), after: moment())
            giveUp(number)
            return
        }
        clients.requests[number] = nil
        switch answer {
        case .reply(.missions(let views, _)):
            acknowledge(views.compactMap(\.envelope.missionID), of: request)
        case .query(.submitted(let submitted)):
            acknowledge(submitted.map(\.missionID), of: request)
        case .query(.mission(let mission)):
            checkWait(of: mission, request)
        case .reply(.error(let error)):
            refused(error, request)
        case .reply(.why(let why)):
            checkWhy(why, request)
        case .reply, .query:
            break
        }
    }

    private mutating func acknowledge(
        _ missions: [MissionID],
        of request: ClientBoard.Request
    ) {
        guard case .missionSubmit(let envelopes, _) = request.command else { return }
        if request.isConflicting {
            violate("a conflict is refused", "\(envelopes[0].objective) is acknowledged")
        }
        for (envelope, mission) in zip(envelopes, missions) {
            observe(.acknowledged(envelope, mission))
        }
        for (index, mission) in zip(request.submissions, missions) {
            if let known = clients.submissions[index].missionID {
                if known != mission {
                    violate("same key, same mission", "\(known) is \(mission) the second time")
                }
                continue
            }
            clients.submissions[index].missionID = mission
            clients.acknowledged.append(mission)
            clients.unsent.removeAll { $0 == index }
        }
    }

    private mutating func refused(_ error: ControlError, _ request: ClientBoard.Request) {
        switch request.command {
        case .missionSubmit:
            if error.code == .conflict, !request.isConflicting {
                violate("the same body is no conflict", error.message)
            }
            for index in request.submissions where clients.submissions[index].missionID == nil {
                // Where everything rests, a full queue stays full.
                if error.code == .temporary, !(isCalm && error.reason == .queueFull) {
                    if !clients.unsent.contains(index) { clients.unsent.append(index) }
                } else {
                    clients.submissions[index].isRefused = true
                    clients.unsent.removeAll { $0 == index }
                }
            }
        case .hello, .missionGet, .missionList, .missionCancel, .missionRequeue, .missionHold,
            .missionRelease, .missionMove, .missionResolve,
            .missionWhy, .missionWait, .missionLogs, .laneList, .laneGet, .laneWhy, .lanePause,
            .laneResume, .laneDrain, .laneUndrain, .laneReroute, .laneFlush, .laneRollout,
            .laneRestart, .laneReset, .eventsSubscribe,
            .supervisorStatus, .supervisorEstop, .supervisorThaw, .supervisorReexec,
            .supervisorBackup, .configReload,
            .configValidate, .poolList, .poolGet, .poolSet, .poolClear, .poolProbe,
            .governorExplain:
            break
        }
    }

    private mutating func checkWait(of id: MissionID, _ request: ClientBoard.Request) {
        guard case .missionWait = request.command else { return }
        guard let mission = ledger.missions[id], !mission.state.status.isTerminal else { return }
        violate("a wait ends at the end", "mission \(id) is \(mission.state.status.rawValue)")
    }

    // MARK: Operators

    mutating func operatorActs() {
        guard !isCalm else { return }
        let pause = scenario.operatorPause.wholeMilliseconds
        clock.plan(.operatorActs, after: .milliseconds(random.next(in: 1...pause)))
        let lane = random.pick(from: scenario.laneIDs)
        let options = Self.options(isForced: random.chance(percent: 30))
        switch random.next(below: 36) {
        case 0..<2: send(.lanePause(lane, options))
        case 2..<5: send(.laneResume(lane, options))
        case 5..<8:
            var options = options
            if random.chance(percent: 50) { options.deadlineSeconds = random.next(in: 0...5) }
            send(.laneDrain(lane, options))
        case 8..<12: send(.laneUndrain(lane, options))
        case 12..<14: send(.laneRestart(lane, options))
        case 14..<16: send(.laneReset(lane, options))
        case 16..<18: onMission { .missionRequeue($0, options) }
        case 18..<19: onMission { .missionCancel($0, options) }
        case 19..<21: reroute(lane, options)
        case 21..<24: moveMission(to: lane, options)
        case 24..<25: send(.laneFlush(lane, drawClass(), options))
        case 25..<28: onMission { .missionHold($0, options) }
        case 28..<31: releaseHeld(options)
        case 31..<32: send(.supervisorEstop(options))
        case 32..<35: send(.supervisorThaw(options))
        default: changeConfiguration()
        }
        if random.chance(percent: 30) { actOnPool() }
        if ownChance.chance(percent: scenario.resolveShare) { resolveMission() }
        if scenario.hasRollouts, random.chance(percent: 20) { rollOut(options) }
        if scenario.hasShadow {
            if ownChance.chance(percent: 15) { changeShadow(options) }
            giveUpEjectedLane()
        }
    }

    /// Of missions that are picked without a look, hardly one would be blocked.
    private mutating func resolveMission() {
        let blocked = ledger.open.map(\.value).filter {
            ledger.missions[$0]?.state.status == .blocked
        }
        let resolution = ownChance.pick(from: MissionResolution.allCases)
        guard !blocked.isEmpty, ownChance.chance(percent: 70) else {
            return onMission { .missionResolve($0, as: resolution, Self.options()) }
        }
        send(.missionResolve(ownChance.pick(from: blocked), as: resolution, Self.options()))
    }

    private mutating func rollOut(_ options: OperatorOptions) {
        let lane = random.pick(from: scenario.laneIDs)
        let setting: RolloutSetting =
            switch random.next(below: 10) {
            case 0: .configured
            case 1..<3: .set(.off)
            case 3: .set(.forceFallback)
            case 4..<7: .set(Scenario.canary(from: &random))
            default: .set(.on)
            }
        send(.laneRollout(lane, setting, options))
    }

    private mutating func actOnPool() {
        let names = scenario.configuration.pools.map(\.key)
        guard !names.isEmpty else { return }
        let name = random.pick(from: names)
        switch random.next(below: 10) {
        case 0: send(.poolSet(name, .held, Self.options()))
        case 1..<4: send(.poolProbe(name, OperatorOptions()))
        default: send(.poolClear(name, OperatorOptions()))
        }
    }

    /// Of missions that are picked without a look, hardly one would be blocked.
    private mutating func moveMission(to lane: LaneID, _ options: OperatorOptions) {
        let blocked = ledger.open.map(\.value).filter {
            ledger.missions[$0]?.state.status == .blocked
        }
        guard !blocked.isEmpty, random.chance(percent: 50) else {
            return onMission { .missionMove($0, to: lane, options) }
        }
        send(.missionMove(random.pick(from: blocked), to: lane, options))
    }

    /// Of missions that are picked without a look, hardly one would be held.
    private mutating func releaseHeld(_ options: OperatorOptions) {
        let held = ledger.open.map(\.value).filter { ledger.missions[$0]?.state.hold != nil }
        guard !held.isEmpty, random.chance(percent: 75) else {
            return onMission { .missionRelease($0, options) }
        }
        send(.missionRelease(random.pick(from: held), options))
    }

    /// An operator gives a run up that survives SIGKILL; its worker may die with the tree alive.
    mutating func drawGivingUp(_ run: RunID, _ worker: Int) {
        guard !isCalm, let index = runIndex[run], random.chance(percent: 50) else { return }
        coverage.hit(.givenUp)
        let id = runs[index].missionID
        if ownChance.chance(percent: scenario.resolveShare) {
            let resolution = ownChance.pick(from: MissionResolution.allCases)
            send(.missionResolve(id, as: resolution, Self.options()))
        } else {
            send(.missionRequeue(id, Self.options(isForced: true)))
        }
        clock.plan(.workerStumbles(worker: worker), after: .milliseconds(random.next(in: 5...500)))
    }

    private mutating func reroute(_ lane: LaneID, _ options: OperatorOptions) {
        guard random.chance(percent: 75) else {
            return send(.laneReroute(lane, RerouteOrder(to: nil), options))
        }
        let target = random.pick(from: scenario.laneIDs)
        let order = RerouteOrder(to: target, missionClass: drawClass())
        send(.laneReroute(lane, order, options))
    }

    /// One of the classes, or nil for all of them.
    private mutating func drawClass() -> MissionClass? {
        random.chance(percent: 50) ? random.pick(from: MissionClass.allCases) : nil
    }

    private mutating func changeConfiguration() {
        let lane = laneToChange()
        if configurationOnDisk.lanes[lane] == nil {
            configurationOnDisk.lanes[lane] = scenario.configuration.lanes[lane]
            coverage.hit(.laneAdded)
        } else if scenario.rate(.laneRemoved) > 0,
            random.chance(percent: unwellLanes.contains(lane) ? 80 : 40),
            lane != scenario.configuration.supervisor.coderLane
        {
            coverage.hit(.laneRemoved)
            configurationOnDisk.lanes[lane] = nil
        } else if let drawn = scenario.configuration.lanes[lane]?.dayBudget, drawn != Budget() {
            changeDayBudget(of: lane, from: drawn)
        }
        if scenario.hasRollouts, random.chance(percent: 30) {
            let rollout = Scenario.rollout(from: &random)
            configurationOnDisk.lanes.modify(lane) { $0.rollout = rollout }
        }
        keepShadowValid()
        send(.configReload)
    }

    /// Gives a lane no bounds for its day, wider ones, or those it had at first.
    private mutating func changeDayBudget(of lane: LaneID, from drawn: Budget) {
        var budget = drawn
        switch random.next(below: 3) {
        case 0: budget = Budget()
        case 1:
            budget.maxCallCount = drawn.maxCallCount.map { $0 * 3 }
            budget.maxTokenCount = drawn.maxTokenCount.map { $0 * 3 }
            budget.maxCostMicroUSD = drawn.maxCostMicroUSD.map { $0 * 3 }
        default: break
        }
        configurationOnDisk.lanes[lane]?.dayBudget = budget
    }

    /// Of lanes that are picked without a look, hardly one would be out of use for its failures, or
    /// have spent its budget of the day.
    private mutating func laneToChange() -> LaneID {
        let spent = scenario.laneIDs.filter { ledger.lanes[$0]?.dayUsage.isSpent == true }
        for rare in [unwellLanes, spent] where !rare.isEmpty && random.chance(percent: 50) {
            return random.pick(from: rare)
        }
        return random.pick(from: scenario.laneIDs)
    }

    private var unwellLanes: [LaneID] {
        scenario.laneIDs.filter { id in
            ledger.lanes[id].map { $0.health.state != .healthy } ?? false
        }
    }
}
