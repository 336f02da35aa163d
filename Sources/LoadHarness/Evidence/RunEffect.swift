import Protocol

/// A line that a run appended about itself, by `fake-runtime`'s instruction `effect`:
/// `NANOSECONDS LANE MISSION RUN FENCE PID STARTTICKS start|overlap|end`.
struct RunEffect: Equatable, Sendable {
    enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The first line of a run.
        case start
        /// The first line of a run that found another run of its mission alive.
        case overlap
        /// The last line of a run that did all it should.
        case end
    }

    let at: WallTime
    let lane: LaneID
    let missionID: MissionID
    let runID: RunID
    let fence: Fence
    let process: ProcessIdentity
    let kind: Kind
}
