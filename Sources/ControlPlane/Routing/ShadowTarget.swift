import Protocol

/// Which lane gets a copy of a mission: a pure function of the envelope and the lanes.
///
/// Only lanes that are tried out (`rollout` is `shadow`) and whose runs change nothing outside their
/// workspace; of those, as the router would choose. None is no refusal: the mission runs all the same.
enum ShadowTarget {
    /// How many copies may be open on a lane.
    ///
    /// One lane's copies never outweigh what is decided by them: a promotion is judged by the last 20
    /// missions of a lane, so that more of them in line would be compared when nobody asks any more.
    ///
    /// Source: seeds/002, "Promotion": fallback rate over the last 20 missions.
    static let openCountMax = 20

    /// Chooses the lane of a copy.
    ///
    /// - Parameters:
    ///   - envelope: The mission's, as it was admitted.
    ///   - home: The lane that the mission itself goes to.
    ///   - lanes: All lanes.
    /// - Returns: The fewest open copies first, then the name; nil if the mission is not to be copied, or
    ///   no lane takes a copy of it.
    static func choose(
        for envelope: MissionEnvelope,
        from home: LaneID,
        among lanes: [Lane]
    ) -> Lane? {
        guard envelope.isShadowOK, envelope.vpID == nil else { return nil }
        let able = lanes.filter { $0.id != home && takes(envelope, on: $0) }
        return Router.willing(able, for: envelope).lanes.min {
            ($0.openCopyCount, $0.id) < ($1.openCopyCount, $1.id)
        }
    }

    private static func takes(_ envelope: MissionEnvelope, on lane: Lane) -> Bool {
        lane.takesCopies && !lane.gate.isPaused && lane.degradedCause == nil
            && !lane.record.shadowUsage.isSpent && lane.openCopyCount < openCountMax
            && Router.missing(in: lane, for: envelope).isEmpty
    }
}
