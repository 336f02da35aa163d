import Harness
import Protocol
import System

/// Gives an instance a past before its load begins: missions that have ended, missions that wait.
struct Preloader {
    /// How keys of patterns begin, so that they are not taken for the load.
    static let keyStart = "preload-"
    /// The number of the first mission that waits: those of a plan are below.
    static let waitingNumberMin = 1_000_000_000
    /// Missions that the instance itself carries out, to be copied.
    private static let patternCount = 24
    /// Missions of one submit: as many as a socket takes at once.
    private static let batchCount = 200

    private let scenario: Scenario
    private let seed: UInt64
    private let instance: LoadInstance
    private let interruption: Interruption
    private let show: (String) -> Void

    /// - Parameters:
    ///   - scenario: Says how many.
    ///   - seed: Of the load.
    ///   - instance: Its lanes are ready.
    ///   - interruption: Is looked at every now and then.
    ///   - show: Hears how far it is, one line.
    init(
        _ scenario: Scenario,
        seed: UInt64,
        _ instance: LoadInstance,
        _ interruption: Interruption,
        show: @escaping (String) -> Void
    ) {
        self.scenario = scenario
        self.seed = seed
        self.instance = instance
        self.interruption = interruption
        self.show = show
    }

    /// Makes the past, starts the supervisor anew and waits until its lanes are ready; does nothing
    /// if the scenario wants none.
    ///
    /// What waits is part of the load: its events and runs are evidence. What has ended is not: the
    /// events of the load begin after it.
    ///
    /// - Returns: The missions that wait, in the order in which they were acknowledged.
    /// - Throws: `HarnessError`.
    func run() throws(HarnessError) -> [Submission] {
        let preload = scenario.preload
        if preload.finishedCount > 0 {
            try carryOutPatterns()
            try instance.stop()
            try copyPatterns(preload.finishedCount)
            try forgetEffects()
            instance.eventCursor = try HistoryCopy.lastEvent(of: instance.ledgerPath)
            try restart()
        }
        guard preload.queuedCount > 0 else { return [] }
        let waiting = try submitWaiting(preload.queuedCount)
        try instance.stop()
        try restart()
        try pauseLanes(false)
        return waiting
    }

    private func restart() throws(HarnessError) {
        show("starting the supervisor with its past")
        try instance.start()
        try instance.waitUntilReady(interruption)
    }

    // MARK: Finished missions

    private func carryOutPatterns() throws(HarnessError) {
        let client = try ControlClient(
            path: instance.controlSocket,
            program: LoadInstance.program
        )
        let classes = MissionClass.allCases
        var ids: [MissionID] = []
        for number in 0..<Self.patternCount {
            var mission = envelope(number, classes[number % classes.count])
            mission.idempotencyKey = "\(Self.keyStart)\(number)"
            if let id = try client.submit(mission).envelope.missionID { ids.append(id) }
        }
        for id in ids {
            guard try client.wait(for: id).state.status == .completed else {
                throw HarnessError("mission \(id) was to be a pattern, and did not complete")
            }
        }
    }

    private func copyPatterns(_ count: Int) throws(HarnessError) {
        let copy = try HistoryCopy(
            ledger: instance.ledgerPath,
            keyStart: Self.keyStart,
            count: count,
            now: Clock.now().wall
        )
        while try copy.advance() {
            show("\(copy.copiedCount) of \(count) finished missions")
            try interruption.check()
        }
    }

    // MARK: Waiting missions

    private func submitWaiting(_ count: Int) throws(HarnessError) -> [Submission] {
        try pauseLanes(true)
        let client = try ControlClient(
            path: instance.controlSocket,
            program: LoadInstance.program
        )
        var waiting: [Submission] = []
        while waiting.count < count {
            let numbers = waiting.count..<min(waiting.count + Self.batchCount, count)
            waiting += try submit(numbers.map { Self.waitingNumberMin + $0 }, client)
            show("\(waiting.count) of \(count) waiting missions")
            try interruption.check()
        }
        return waiting
    }

    private func submit(
        _ numbers: [Int],
        _ client: ControlClient
    ) throws(HarnessError) -> [Submission] {
        let sentAt = Clock.now().wall
        let batch = numbers.map { envelope($0, .background) }
        let reply = try client.ask(.missionSubmit(batch, isDryRun: false))
        guard case .missions(let views, _) = reply, views.count == batch.count else {
            throw HarnessError("mission.submit was not answered with \(batch.count) missions")
        }
        let now = Clock.now().wall
        return zip(numbers, views).compactMap { number, view in
            view.envelope.missionID.map { id in
                Submission(
                    number: number,
                    missionID: id,
                    missionClass: .background,
                    sentAt: sentAt,
                    acknowledgedAt: now,
                    sendCount: 1
                )
            }
        }
    }

    /// A pause stands over restarts, so that what waits still waits when the load begins.
    private func pauseLanes(_ isPaused: Bool) throws(HarnessError) {
        let client = try ControlClient(
            path: instance.controlSocket,
            program: LoadInstance.program
        )
        var options = OperatorOptions()
        options.reason = "laneload: missions are to wait until the load begins"
        for lane in instance.quotas.lanes {
            _ = try client.ask(
                isPaused ? .lanePause(lane.id, options) : .laneResume(lane.id, options)
            )
        }
    }

    // MARK: Both

    private func envelope(_ number: Int, _ missionClass: MissionClass) -> MissionEnvelope {
        let mission = PlannedMission(
            number: number,
            arrivesAfter: .zero,
            missionClass: missionClass,
            deadlineAfter: missionClass == .deadline ? .seconds(3600) : nil,
            work: .plain,
            runTime: scenario.work.runTime.lowerBound,
            isContinuing: false,
            pinnedLane: nil
        )
        return MissionScript.envelope(mission, seed: seed, instance, now: Clock.now().wall)
    }

    /// The runs of the past are no part of what the load's own runs say.
    private func forgetEffects() throws(HarnessError) {
        try HarnessError.describing { () throws(SystemError) in
            try Files.writeAtomically([], to: instance.effectsPath, mode: 0o600)
        }
    }
}
