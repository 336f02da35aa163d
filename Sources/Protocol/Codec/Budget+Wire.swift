extension Budget: WireObject {
    /// Bounds of the contract that this version does not carry out.
    private static let laterFields: [WireName] = ["max_cost_usd", "max_llm_calls", "max_tokens"]

    static let fields: [WireName] = ["max_idle_seconds", "max_runtime_seconds"] + laterFields

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        for name in Self.laterFields where object.has(name) {
            throw object.error(name, reason: .unsupportedField, ProtocolError.unsupported)
        }
        maxRuntimeSeconds = try object.integerIfPresent("max_runtime_seconds", 1...604_800)
        maxIdleSeconds = try object.integerIfPresent("max_idle_seconds", 1...604_800)
    }

    func write(to object: inout ObjectWriter) {
        object.put("max_runtime_seconds", maxRuntimeSeconds)
        object.put("max_idle_seconds", maxIdleSeconds)
    }
}
