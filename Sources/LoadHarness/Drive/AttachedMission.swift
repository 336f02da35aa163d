import Protocol

/// A mission of a load for a running supervisor, whose lanes were not made for it.
enum AttachedMission {
    /// Makes a shell script of it that starts the runtime, and pins it to a lane that runs shell
    /// scripts: nothing of ours may reach an agent.
    ///
    /// - Parameters:
    ///   - envelope: A mission for lanes of our own.
    ///   - number: Its number in the plan; decides the lane where it names none.
    ///   - instance: The running supervisor.
    /// - Returns: The same mission with another objective, a lane, and no fallback.
    static func adapted(
        _ envelope: MissionEnvelope,
        _ number: Int,
        _ instance: LoadInstance
    ) -> MissionEnvelope {
        var adapted = envelope
        adapted.objective =
            "exec \(quoted(instance.fakeRuntime)) \(quoted(envelope.objective))\n"
        let lanes = instance.quotas.lanes
        adapted.vpID = envelope.vpID ?? lanes[number % lanes.count].id
        adapted.fallback = []
        return adapted
    }

    /// A word that the shell takes as it is.
    static func quoted(_ text: String) -> String {
        var word = "'"
        for character in text { word += character == "'" ? "'\\''" : String(character) }
        return word + "'"
    }
}
