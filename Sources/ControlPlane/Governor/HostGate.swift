import Protocol

/// Whether the machine has room for another start.
///
/// A start fits if what is available, less what the runs of now are still expected to take and what
/// this one is, leaves the reserve. Interactive starts may use half of the reserve, and pressure does
/// not hold them. With nothing running, what a run is expected to take holds nothing: it would for
/// ever. What is unknown holds nothing.
struct HostGate: Equatable {
    /// Why a start is held.
    enum Hold: Equatable {
        /// It would leave too little memory.
        case memory(MemorySum)
        /// Something waits for memory for too much of the time.
        case memoryPressure(percent: UInt64, limit: UInt64)
        /// Something waits for a processor for too much of the time.
        case cpuPressure(percent: UInt64, limit: UInt64)
        /// Starts follow each other too fast, shortly after the machine went down uncleanly.
        case uncleanStart(until: MonotonicTime)
    }

    /// The sum that leaves too little memory for a start, in KiB.
    struct MemorySum: Equatable {
        /// What was measured.
        let availableKiB: UInt64
        /// What the runs of now are expected to take yet.
        let promisedKiB: UInt64
        /// What the start is expected to take.
        let expectedKiB: UInt64
        /// What must be left.
        let keptKiB: UInt64
    }

    /// A mission that may start.
    struct Candidate: Equatable {
        let missionClass: MissionClass
        /// What it is expected to take, in KiB; nil if unknown.
        let expectedKiB: UInt64?
        /// True while nothing runs on any lane.
        let isAlone: Bool
    }

    /// How long a hold stands before the machine is looked at again although nothing else happens.
    static let lookInterval = Interval.seconds(2)

    /// What was measured last.
    private(set) var figures = HostFigures()
    /// What the runs of now are expected to take beyond what they had at the last measurement, KiB.
    private(set) var promisedKiB: UInt64 = 0
    /// When to look again; nil while nothing is held.
    private(set) var lookAt: MonotonicTime?
    /// True from a measurement that leaves less than the reserve until one that leaves a quarter more.
    private var isShort = false
    /// True from a measurement above the limit until one that is a quarter below it.
    private var isMemoryPressed = false
    private var isCPUPressed = false
    /// Until when starts are spaced out; nil unless the machine went down uncleanly.
    private var uncleanUntil: MonotonicTime?
    private var bucket = StartBucket()

    /// Starts are spaced out until then, because the machine went down without a clean stop.
    mutating func spaceOut(until time: MonotonicTime) { uncleanUntil = time }

    // MARK: Measurements

    /// The machine was measured.
    ///
    /// - Parameters:
    ///   - figures: What was found.
    ///   - promisedKiB: What the runs of now are expected to take beyond what they have, in KiB.
    ///   - policy: What is in force.
    /// - Returns: True if something was held: it may start now.
    mutating func measured(
        _ figures: HostFigures,
        promisedKiB: UInt64,
        _ policy: HostPolicy
    ) -> Bool {
        self.figures = figures
        self.promisedKiB = promisedKiB
        judge(policy)
        return release()
    }

    /// Another policy is in force: what is held is weighed anew.
    mutating func judge(_ policy: HostPolicy) {
        let reserve = policy.minAvailableMiB * 1024
        isShort = Self.state(
            isShort,
            begins: figures.availableKiB.map { $0 < reserve + promisedKiB },
            ends: figures.availableKiB.map { $0 >= reserve / 4 * 5 + promisedKiB }
        )
        let (memory, cpu) = (policy.memoryPressureMaxPercent, policy.cpuPressureMaxPercent)
        isMemoryPressed = Self.state(
            isMemoryPressed,
            begins: figures.memoryPressurePercent.map { $0 > memory },
            ends: figures.memoryPressurePercent.map { $0 <= memory * 3 / 4 }
        )
        isCPUPressed = Self.state(
            isCPUPressed,
            begins: figures.cpuPressurePercent.map { $0 > cpu },
            ends: figures.cpuPressurePercent.map { $0 <= cpu * 3 / 4 }
        )
    }

    /// What is neither begun nor ended stays as it is, so that it does not flap; the unknown ends it.
    private static func state(_ isOn: Bool, begins: Bool?, ends: Bool?) -> Bool {
        guard let begins, let ends else { return false }
        return begins || (isOn && !ends)
    }

    /// Time has passed.
    ///
    /// - Returns: True if something was held long enough to be looked at again.
    mutating func ticked(at now: MonotonicTime) -> Bool {
        guard let lookAt, now >= lookAt else { return false }
        return release()
    }

    private mutating func release() -> Bool {
        defer { lookAt = nil }
        return lookAt != nil
    }

    /// Something that could start otherwise was held: it is looked at again once that may be over.
    mutating func note(_ hold: Hold, at now: MonotonicTime) {
        var time = now + Self.lookInterval
        if case .uncleanStart(let end) = hold { time = end }
        lookAt = min(lookAt ?? time, time)
    }

    // MARK: Starts

    /// Says what is against a start; nil if nothing is.
    func hold(
        on candidate: Candidate,
        _ policy: HostPolicy,
        at now: MonotonicTime
    ) -> Hold? {
        let isInteractive = candidate.missionClass == .interactive
        if let hold = memoryHold(on: candidate, policy) { return hold }
        if isInteractive { return nil }
        if isMemoryPressed, let percent = figures.memoryPressurePercent {
            return .memoryPressure(percent: percent, limit: policy.memoryPressureMaxPercent)
        }
        if isCPUPressed, let percent = figures.cpuPressurePercent {
            return .cpuPressure(percent: percent, limit: policy.cpuPressureMaxPercent)
        }
        return nextUncleanStartAt(policy, at: now).map { .uncleanStart(until: $0) }
    }

    private func memoryHold(on candidate: Candidate, _ policy: HostPolicy) -> Hold? {
        guard let available = figures.availableKiB else { return nil }
        let kept = keptKiB(for: candidate.missionClass, policy)
        let expected = candidate.isAlone ? 0 : candidate.expectedKiB ?? 0
        let promised = candidate.isAlone ? 0 : promisedKiB
        guard available < kept + promised + expected else { return nil }
        return .memory(
            MemorySum(
                availableKiB: available,
                promisedKiB: promised,
                expectedKiB: expected,
                keptKiB: kept
            )
        )
    }

    /// What a start must leave; a shortage ends above where it began, but for those who wait.
    private func keptKiB(for missionClass: MissionClass, _ policy: HostPolicy) -> UInt64 {
        let reserve = policy.minAvailableMiB * 1024
        if missionClass == .interactive { return reserve / 2 }
        return isShort ? reserve / 4 * 5 : reserve
    }

    /// When the next start is allowed after the machine went down uncleanly; nil if it is now.
    private func nextUncleanStartAt(_ policy: HostPolicy, at now: MonotonicTime) -> MonotonicTime? {
        guard let uncleanUntil, now < uncleanUntil,
            let time = bucket.nextStartAt(policy.uncleanStartRate), now < time
        else { return nil }
        return min(time, uncleanUntil)
    }

    /// A run starts that is expected to take so much.
    mutating func started(
        _ candidate: Candidate,
        _ policy: HostPolicy,
        at now: MonotonicTime
    ) {
        promisedKiB += candidate.expectedKiB ?? 0
        guard candidate.missionClass != .interactive, let uncleanUntil, now < uncleanUntil else {
            return
        }
        bucket.started(policy.uncleanStartRate, at: now)
    }

    /// A run has ended that had not taken so much of what was expected of it.
    mutating func ended(unusedKiB: UInt64) {
        promisedKiB -= min(promisedKiB, unusedKiB)
    }
}
