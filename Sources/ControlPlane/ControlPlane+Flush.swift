import DataStructures
import Protocol

extension ControlPlane {
    /// The most missions that the event of a flush names; each has an event of its own.
    private static let namedCountMax = 1_000

    /// Cancels what is queued on a lane, ready or held; what runs goes on.
    mutating func flush(
        _ id: LaneID,
        _ missionClass: MissionClass?,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let reason = try givenReason(options, for: "flush")
        let lane = try knownLane(id)
        let queued = queued(on: lane, missionClass)
        let copies = missionClass ?? .background == .background ? waitingCopies(on: id) : []
        let counts = Self.counts(of: queued)
        let what = counts.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        var lines = [queued.isEmpty ? "nothing is queued on it" : "cancels \(what)"]
        if !copies.isEmpty { lines.append("ends \(copies.count) copies of missions") }
        if lane.hasActiveRun { lines.append("what runs (\(lane.runs.count)) goes on") }
        let isChanged = !queued.isEmpty || !copies.isEmpty
        guard isChanged, !options.isDryRun else {
            return changed(request, id.rawValue, isChanged, options, lines, into: &effects)
        }
        for copy in copies {
            endCopy(copy, by: request.actor, because: reason, at: now, into: &effects)
        }
        var payload = OrderedTable<String, JSONValue>()
        for (name, count) in counts { payload[name] = .integer(Int64(count)) }
        payload["missions"] = .array(
            queued.prefix(Self.namedCountMax).map { .string($0.id.rawValue) }
        )
        emit(
            .laneFlushed,
            lane: id,
            actor: request.actor,
            reason: .operatorRequest,
            summary: "\(queued.count) queued missions of lane \(id) cancelled: \(reason)",
            payload: payload,
            at: now,
            into: &effects
        )
        for mission in queued {
            dequeue(mission)
            end(
                mission,
                .cancelled,
                .operatorRequest,
                by: request.actor,
                summary: reason,
                at: now,
                into: &effects
            )
        }
        changed(request, id.rawValue, true, options, lines, into: &effects)
    }

    /// How many there are of each class, none left out.
    private static func counts(of missions: [MissionMachine]) -> OrderedTable<String, Int> {
        var counts = OrderedTable<String, Int>()
        for missionClass in MissionClass.allCases {
            counts[missionClass.rawValue] =
                missions.count { $0.envelope.missionClass == missionClass }
        }
        return counts
    }
}
