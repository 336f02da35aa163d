import Protocol

/// A mission that will arrive, drawn from the seed.
struct PlannedMission: Equatable, Sendable {
    /// What it does when it runs.
    enum Work: String, CaseIterable, Hashable, Sendable {
        case plain
        case escaping
        case stubborn
        case flooding
        case failing
        case throttled
    }

    /// Its number, from 0; its key is `load-SEED-NUMBER`.
    let number: Int
    /// When it arrives after the start; zero in a closed loop, where it comes when one has ended.
    let arrivesAfter: Interval
    let missionClass: MissionClass
    /// How long it may take from its arrival; nil unless it is a deadline mission.
    let deadlineAfter: Interval?
    let work: Work
    let runTime: Interval
    /// True if it goes on with the session of its lane.
    let isContinuing: Bool
    /// The lane that it wants, from 0; nil for any.
    let pinnedLane: Int?
}
