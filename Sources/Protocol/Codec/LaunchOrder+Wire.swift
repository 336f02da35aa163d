extension LaunchOrder: WireObject {
    static let fields: [WireName] = [
        "attempt", "envelope", "fence", "fresh_session", "profile", "resume_phase", "run_id",
        "session_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            runID: try object.text("run_id"),
            fence: try object.counter("fence"),
            sessionID: try object.text("session_id"),
            envelope: try object.object("envelope"),
            profile: try object.object("profile")
        )
        attemptNumber = try object.integer("attempt", 1...Int.max)
        isFreshSession = try object.flag("fresh_session")
        resumePhase = try object.stringIfPresent("resume_phase", 0...65_536)
        guard envelope.missionID != nil else {
            throw ProtocolError(
                .invalidField,
                path: "envelope.mission_id",
                "missing (needs \(MissionID.allowedText))"
            )
        }
    }

    func write(to object: inout ObjectWriter) {
        object.put("run_id", runID)
        object.put("fence", fence)
        object.put("attempt", attemptNumber)
        object.put("session_id", sessionID)
        object.put("fresh_session", isFreshSession)
        object.put("resume_phase", resumePhase)
        object.put("envelope", envelope)
        object.put("profile", profile)
    }
}
