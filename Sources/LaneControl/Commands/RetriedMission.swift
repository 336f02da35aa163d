import Protocol

/// The ended mission that a new one repeats on purpose.
struct RetriedMission {
    /// Its whole id.
    let missionID: MissionID
    private let ended: MissionEnvelope

    /// Asks for the mission whose id is `prefix` or alone begins so.
    ///
    /// - Throws: `Failure`: 4 if there is none or it is not kept any more; 5 if it is a copy; 6 if there are several, or
    ///   if it has not ended, because then the same work would run twice; 69.
    init(_ prefix: MissionID, _ client: ControlClient) throws(Failure) {
        let mission = try client.ask(.missionGet(prefix)).mission()
        missionID = mission.envelope.missionID ?? prefix
        ended = mission.envelope
        if let original = ended.shadowOf {
            throw Failure(
                .refused,
                "mission \(missionID) is a shadow copy",
                hint: "--retry-of \(original) repeats what it is a copy of"
            )
        }
        guard mission.state.status.isTerminal else {
            throw Failure(
                .conflict,
                "mission \(missionID) has not ended, it is \(mission.state.status.rawValue)",
                hint: "lanectl mission requeue \(missionID) starts it again from the queue"
            )
        }
    }

    /// What a mission that repeats this one begins as.
    ///
    /// - Parameter objective: What is to be done this time; nil repeats the whole envelope, but for
    ///   its id and its key.
    /// - Returns: An envelope that names this mission, and has no id and no key.
    func envelope(objective: String?) -> MissionEnvelope {
        var envelope = objective.map { MissionEnvelope(objective: $0) } ?? ended
        envelope.retryOf = missionID
        envelope.missionID = nil
        envelope.idempotencyKey = nil
        return envelope
    }
}
