import DataStructures
import Protocol

/// Which lane a mission goes to, with the reason: a pure function of the envelope and the lanes.
///
/// A lane whose rollout keeps the mission out is passed over. What takes over from the lane later is
/// chosen from its `FallbackChain`.
enum Router {
    /// A lane, and why.
    struct Choice: Equatable {
        var lane: LaneID
        /// `pin` or `router`: `assigned_by` of the mission.
        var assignedBy: String
        /// One phrase for the event.
        var summary: String
        /// Why it is not the lane that it would have been; nil where it is.
        var reason: ReasonCode?
    }

    /// What became of the question.
    enum Decision: Equatable {
        case chosen(Choice)
        case refused(ControlError)
    }

    /// What keeps a mission from a lane that an operator names; nil if nothing does.
    ///
    /// Intents are no obstacle: whoever names a lane knows what it is for.
    static func obstacle(to lane: Lane, of envelope: MissionEnvelope) -> ControlError? {
        if let pin = envelope.vpID, pin != lane.id, envelope.fallback?.contains(lane.id) != true {
            return ControlError(
                .refused,
                .missionPinned,
                "it is pinned to lane \(pin)",
                object: pin.rawValue,
                hint: "cancel it and submit it for another lane"
            )
        }
        let missing = missing(in: lane, for: envelope)
        return missing.isEmpty ? nil : lacks(missing, lane)
    }

    private static func lacks(_ missing: [Capability], _ lane: Lane) -> ControlError {
        ControlError(
            .refused,
            .capabilityMissing,
            "lane \(lane.id) runs profile \"\(lane.policy.profile)\", which lacks"
                + " \(missing.map(\.rawValue).joined(separator: ", "))",
            object: lane.id.rawValue
        )
    }

    static func route(_ envelope: MissionEnvelope, among lanes: [Lane]) -> Decision {
        if let refusal = refusal(ofFallback: envelope, lanes) { return .refused(refusal) }
        if let pin = envelope.vpID { return follow(pin, envelope, lanes) }
        let able = lanes.filter { !$0.isRetired && missing(in: $0, for: envelope).isEmpty }
        let (willing, isMeant) = willing(able, for: envelope)
        if let best = best(of: willing.filter { $0.admits(envelope) }) {
            let why =
                isMeant
                ? "it takes \(envelope.missionType)" : "any lane may run \(envelope.missionType)"
            return .chosen(
                Choice(
                    lane: best.id,
                    assignedBy: "router",
                    summary: "\(why); \(load(of: best)) before it"
                )
            )
        }
        guard let home = best(of: willing) else { return .refused(noLane(for: envelope)) }
        return divert(envelope, from: home, among: able)
    }

    /// The lanes meant for a kind of work, else those that are meant for none.
    static func willing(
        _ lanes: [Lane],
        for envelope: MissionEnvelope
    ) -> (lanes: [Lane], isMeant: Bool) {
        let meant = lanes.filter { $0.policy.intents.contains(envelope.missionType) }
        return meant.isEmpty ? (lanes.filter(\.policy.intents.isEmpty), false) : (meant, true)
    }

    /// The capabilities that a mission requires and the profile of a lane lacks.
    static func missing(in lane: Lane, for envelope: MissionEnvelope) -> [Capability] {
        envelope.requires.filter { !lane.profile.capabilities.contains($0) }
    }

    /// Lanes that take work before those that do not, then the shortest line, then the name.
    private static func best(of lanes: [Lane]) -> Lane? {
        lanes.min { first, second in
            let left = (takesWork(first) ? 0 : 1, load(of: first))
            let right = (takesWork(second) ? 0 : 1, load(of: second))
            return left != right ? left < right : first.id < second.id
        }
    }

    /// Where a mission goes that the rollout of the lane that would get it keeps out: along its chain,
    /// else to a lane that runs everything.
    private static func divert(
        _ envelope: MissionEnvelope,
        from home: Lane,
        among able: [Lane]
    ) -> Decision {
        let chain = (envelope.fallback ?? home.policy.fallback)
            .compactMap { id in able.first { $0.id == id } }
            .filter { $0.admits(envelope) }
        let others = able.filter { $0.policy.intents.isEmpty && $0.admits(envelope) }
        let rollout = "the rollout of lane \(home.id) is \(home.record.rollout.rollout)"
        guard let lane = chain.first(where: takesWork) ?? chain.first ?? best(of: others) else {
            return .refused(
                ControlError(
                    .refused,
                    .rolloutClosed,
                    "\(rollout), and no lane of its chain may run the mission",
                    object: home.id.rawValue,
                    hint: "lanectl lane rollout \(home.id) on, or name a lane"
                )
            )
        }
        return .chosen(
            Choice(
                lane: lane.id,
                assignedBy: "router",
                summary: "\(rollout); \(load(of: lane)) before it",
                reason: .rolloutClosed
            )
        )
    }

    private static func follow(
        _ pin: LaneID,
        _ envelope: MissionEnvelope,
        _ lanes: [Lane]
    ) -> Decision {
        guard let lane = lanes.first(where: { $0.id == pin && !$0.isRetired }) else {
            return .refused(unknown(pin, lanes))
        }
        let missing = missing(in: lane, for: envelope)
        guard missing.isEmpty else { return .refused(lacks(missing, lane)) }
        return .chosen(Choice(lane: pin, assignedBy: "pin", summary: "pinned"))
    }

    /// What is wrong with the lanes that the mission itself names to take it over; nil if nothing.
    private static func refusal(
        ofFallback envelope: MissionEnvelope,
        _ lanes: [Lane]
    ) -> ControlError? {
        for id in envelope.fallback ?? [] {
            guard let lane = lanes.first(where: { $0.id == id && !$0.isRetired }) else {
                return unknown(id, lanes)
            }
            let missing = missing(in: lane, for: envelope)
            if !missing.isEmpty { return lacks(missing, lane) }
        }
        return nil
    }

    private static func unknown(_ id: LaneID, _ lanes: [Lane]) -> ControlError {
        let names = lanes.filter { !$0.isRetired }.map(\.id.rawValue)
        return ControlError(
            .notFound,
            .unknownLane,
            "no lane \"\(id)\" (there are: \(names.joined(separator: ", ")))",
            object: id.rawValue,
            hint: "lanectl lane list"
        )
    }

    /// False also where an operator sends away what waits there.
    private static func takesWork(_ lane: Lane) -> Bool {
        lane.gate.startsWork && lane.record.reroute == nil && !lane.record.dayUsage.isSpent
            && (lane.degradedCause == nil || lane.wantsProbe)
    }

    private static func load(of lane: Lane) -> Int {
        lane.openCount
    }

    private static func noLane(for envelope: MissionEnvelope) -> ControlError {
        let requires = envelope.requires.map(\.rawValue).joined(separator: ", ")
        return ControlError(
            .refused,
            .noLane,
            "no lane takes mission_type \"\(envelope.missionType)\""
                + (requires.isEmpty ? "" : " with \(requires)"),
            hint: "name a lane, or give one the intent"
        )
    }
}
