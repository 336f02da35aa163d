extension Rollout {
    /// The fields that it is written as.
    static let fields: [WireName] = ["percent", "stage"]

    /// Reads the fields among those of an object.
    init(from object: ObjectReader) throws(ProtocolError) {
        let stage: RolloutStage = try object.text("stage")
        let percent = try object.integerIfPresent("percent", Self.percentRange)
        guard let rollout = Rollout(stage, percent: percent) else {
            throw object.error("percent", "only a canary has one, and must")
        }
        self = rollout
    }

    func write(to object: inout ObjectWriter) {
        object.put("stage", stage)
        object.put("percent", percent)
    }
}
