import DataStructures
import Protocol

/// Room on the machine: what was measured, and what it is against.
extension ControlPlane {
    /// A number from outside: what no run can take, so that no sum overflows.
    static let residentKiBMax: UInt64 = 1 << 40

    /// The machine was measured: what was held may start.
    mutating func hostMeasured(_ figures: HostFigures) {
        var promisedKiB: UInt64 = 0
        for id in lanes.keys {
            _ = lanes.look(at: id) { lane in
                lane.runs.forEachValue { promisedKiB += $0.unusedKiB }
            }
        }
        let policy = configuration.supervisor.host
        if host.measured(figures, promisedKiB: promisedKiB, policy) { lanes.touchAll() }
    }

    /// A run of a lane starts: it is expected to take its part.
    mutating func countOnHost(_ start: Governor.Start, at now: Instant) {
        guard let next = candidate(start) else { return }
        host.started(next, configuration.supervisor.host, at: now.boot)
    }

    private func candidate(_ start: Governor.Start) -> HostGate.Candidate? {
        lanes.look(at: start.lane) { candidate(start.missionClass, on: $0) }
    }

    private func candidate(_ missionClass: MissionClass, on lane: Lane) -> HostGate.Candidate {
        HostGate.Candidate(
            missionClass: missionClass,
            expectedKiB: lane.memory.expectedKiB,
            isAlone: runs.isEmpty
        )
    }

    /// The classes for which the machine has room on a lane.
    ///
    /// - Complexity: O(1), nothing is allocated: it is asked for each lane at each decision.
    func classesWithRoom(on lane: Lane, at now: Instant) -> ClassSet {
        // What holds one class that is not interactive holds the other.
        if hostHold(on: .background, of: lane, at: now) == nil { return .all }
        return hostHold(on: .interactive, of: lane, at: now) == nil ? .interactive : .none
    }

    /// What the machine has against the start of a class on a lane; nil if nothing.
    func hostHold(
        on missionClass: MissionClass,
        of lane: Lane,
        at now: Instant
    ) -> HostGate.Hold? {
        let policy = configuration.supervisor.host
        return host.hold(on: candidate(missionClass, on: lane), policy, at: now.boot)
    }

    /// Notes whether something of a group waits for the machine.
    mutating func noteHostHolds(in name: StartGroup.Name, at now: Instant) {
        for id in groups[name]?.lanes ?? [] {
            if let hold = hostHold(onWorkOf: id, at: now) { host.note(hold, at: now.boot) }
        }
    }

    private func hostHold(onWorkOf id: LaneID, at now: Instant) -> HostGate.Hold? {
        lanes.look(at: id) { hostHold(onWorkOf: $0, at: now) } ?? nil
    }

    /// What the machine has against something that waits on a lane which can start; nil if nothing.
    ///
    /// Also where it has no slot: a run may give way to it once the machine has room.
    private func hostHold(onWorkOf lane: Lane, at now: Instant) -> HostGate.Hold? {
        guard lane.canStart, lane.queue.count > 0, classesWithRoom(on: lane, at: now) != .all
        else { return nil }
        for missionClass in MissionClass.allCases where lane.queue.count(of: missionClass) > 0 {
            if let hold = hostHold(on: missionClass, of: lane, at: now) { return hold }
        }
        return nil
    }

    // MARK: Why

    /// What the machine has against a mission, for a person; nil if nothing.
    func explainHost(_ missionClass: MissionClass, _ lane: Lane, at now: Instant) -> WhyAnswer? {
        hostHold(on: missionClass, of: lane, at: now).map { Self.explain($0, at: now) }
    }

    /// What the machine has against work of a lane that has a slot, for a person; nil if nothing.
    func explainHost(of lane: Lane, at now: Instant) -> WhyAnswer? {
        let offer = LaneOffer(lane)
        for missionClass in MissionClass.allCases
        where lane.queue.count(of: missionClass) > 0 && offer.hasSlot(for: missionClass) {
            if let answer = explainHost(missionClass, lane, at: now) { return answer }
        }
        return nil
    }

    private static func explain(_ hold: HostGate.Hold, at now: Instant) -> WhyAnswer {
        switch hold {
        case .memory(let sum):
            return explain(sum)
        case .memoryPressure(let percent, let limit):
            return explainPressure("memory", percent, limit)
        case .cpuPressure(let percent, let limit):
            return explainPressure("a processor", percent, limit)
        case .uncleanStart(let time):
            let wait = time.since(now.boot).wholeMilliseconds
            var answer = WhyAnswer(
                .startRate,
                "starts are spaced out because the machine went down without a clean stop; the next"
                    + " is allowed in \(wait) ms",
                remedy: "wait, or raise supervisor.host.unclean_start_rate"
            )
            answer.figures["wait_ms"] = Int64(wait)
            return answer
        }
    }

    private static func explain(_ sum: HostGate.MemorySum) -> WhyAnswer {
        let (available, promised) = (sum.availableKiB / 1024, sum.promisedKiB / 1024)
        let (expected, kept) = (sum.expectedKiB / 1024, sum.keptKiB / 1024)
        var answer = WhyAnswer(
            .hostMemory,
            "\(available) MiB of memory are available; what runs is expected to take \(promised)"
                + " more, this \(expected), and \(kept) are kept",
            remedy: "a run must end, or the machine needs more memory, or lower"
                + " supervisor.host.min_available_mib"
        )
        answer.figures["available_mib"] = Int64(clamping: available)
        answer.figures["promised_mib"] = Int64(clamping: promised)
        answer.figures["expected_mib"] = Int64(clamping: expected)
        answer.figures["kept_mib"] = Int64(clamping: kept)
        return answer
    }

    private static func explainPressure(
        _ what: String,
        _ percent: UInt64,
        _ limit: UInt64
    ) -> WhyAnswer {
        var answer = WhyAnswer(
            .hostPressure,
            "something on this machine waits for \(what) \(percent) % of the time; once that was"
                + " above \(limit) %, only interactive missions start until it is a quarter below",
            remedy: "the machine must become less busy, or submit as interactive"
        )
        answer.figures["pressure_percent"] = Int64(clamping: percent)
        answer.figures["pressure_max_percent"] = Int64(clamping: limit)
        return answer
    }
}
