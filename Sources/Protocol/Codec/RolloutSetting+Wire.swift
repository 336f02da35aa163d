extension RolloutSetting {
    /// Reads a stage, with the percentage that a canary must have and nothing else may have.
    init(from parameters: ObjectReader) throws(ProtocolError) {
        let word = try parameters.string("stage", 1...64)
        let percent = try parameters.integerIfPresent("percent", Rollout.percentRange)
        if word == Self.configuredWord, percent == nil {
            self = .configured
            return
        }
        guard Self.words.contains(word) else {
            let allowed = "one of " + Self.words.joined(separator: ", ")
            throw parameters.bad("stage", allowed, given: .string(word))
        }
        if word == RolloutStage.canary.rawValue, percent == nil {
            throw parameters.missing("percent", "an integer from 0 to 100")
        }
        guard let stage = RolloutStage(rawValue: word),
            let rollout = Rollout(stage, percent: percent)
        else { throw parameters.error("percent", "given with stage \(word) (only canary has one)") }
        self = .set(rollout)
    }

    func write(to parameters: inout ObjectWriter) {
        parameters.put("stage", rollout?.stage.rawValue ?? Self.configuredWord)
        parameters.put("percent", rollout?.percent)
    }
}
