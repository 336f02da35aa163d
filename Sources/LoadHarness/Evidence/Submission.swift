import Protocol

/// A mission that the supervisor said it took.
struct Submission: Equatable, Sendable {
    /// Its number in the plan.
    let number: Int
    let missionID: MissionID
    let missionClass: MissionClass
    /// When it was first sent, and when the answer was read.
    let sentAt: WallTime
    let acknowledgedAt: WallTime
    /// How often it was sent: more than once where a connection ended before the answer.
    let sendCount: Int
}
