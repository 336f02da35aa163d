extension RetryLimits: WireObject {
    static let fields: [WireName] = ["max_attempts", "max_deferrals", "max_recoveries"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        maxAttempts = try object.integerIfPresent("max_attempts", 1...100) ?? maxAttempts
        maxRecoveries = try object.integerIfPresent("max_recoveries", 0...100) ?? maxRecoveries
        maxDeferrals = try object.integerIfPresent("max_deferrals", 0...10_000) ?? maxDeferrals
    }

    func write(to object: inout ObjectWriter) {
        object.put("max_attempts", maxAttempts)
        object.put("max_recoveries", maxRecoveries)
        object.put("max_deferrals", maxDeferrals)
    }
}
