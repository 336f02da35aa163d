import Protocol

/// A mission that may be the next of its class on its lane.
struct StartCandidate: Equatable, Sendable {
    let missionID: MissionID
    let place: StartPlace
    let session: SessionMode
}
