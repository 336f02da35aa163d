import Protocol

/// The missions that are submitted.
enum SampleMission {
    /// One as a control plane sends them: about 400 bytes on the wire, with an objective of a few
    /// lines; it does nothing.
    static func waiting(key: String) -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: objective)
        envelope.idempotencyKey = key
        envelope.missionType = "coding"
        envelope.owner = "operator@example.net"
        envelope.source = "lanebench"
        envelope.successCriteria = ["the report exists"]
        return envelope
    }

    /// The bytes of what a job is told, here and in every other queue.
    static let jobByteCount = 300

    /// A job as other queues get it: a text of 300 bytes and a key, beside any other run.
    static func job(key: String) -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: String(repeating: "x", count: jobByteCount))
        envelope.idempotencyKey = key
        envelope.source = "lanebench"
        envelope.session = .fresh
        return envelope
    }

    private static let objective = """
        # Look at the changes since the last release and write a short report.
        # Name what an operator has to do, and nothing else.
        true
        """

    /// One that runs a script at once.
    static func running(_ script: String) -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: script)
        envelope.missionClass = .interactive
        envelope.source = "lanebench"
        envelope.retry.maxRecoveries = 100
        return envelope
    }
}
