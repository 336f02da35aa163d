extension Budget: WireObject {
    static let fields: [WireName] = [
        "max_cost_usd", "max_idle_seconds", "max_llm_calls", "max_runtime_seconds", "max_tokens",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        maxRuntimeSeconds = try object.integerIfPresent("max_runtime_seconds", 1...604_800)
        maxIdleSeconds = try object.integerIfPresent("max_idle_seconds", 1...604_800)
        maxCallCount = try object.integerIfPresent("max_llm_calls", 1...1_000_000_000)
        maxTokenCount = try object.integerIfPresent("max_tokens", 1...1_000_000_000_000_000)
        maxCostMicroUSD = try object.microUSDIfPresent("max_cost_usd", atLeast: 1)
    }

    func write(to object: inout ObjectWriter) {
        object.put("max_runtime_seconds", maxRuntimeSeconds)
        object.put("max_idle_seconds", maxIdleSeconds)
        object.put("max_llm_calls", maxCallCount)
        object.put("max_tokens", maxTokenCount)
        if let maxCostMicroUSD { object.put("max_cost_usd", microUSD: maxCostMicroUSD) }
    }
}
