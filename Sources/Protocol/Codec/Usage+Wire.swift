extension Usage: WireObject {
    static let fields: [WireName] = ["calls", "cost_micro_usd", "input_tokens", "output_tokens"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        inputTokenCount = try object.integerIfPresent("input_tokens", 0...UInt64.max) ?? 0
        outputTokenCount = try object.integerIfPresent("output_tokens", 0...UInt64.max) ?? 0
        callCount = try object.integerIfPresent("calls", 0...UInt64.max) ?? 0
        costMicroUSD = try object.integerIfPresent("cost_micro_usd", 0...UInt64.max) ?? 0
    }

    func write(to object: inout ObjectWriter) {
        object.put("input_tokens", inputTokenCount)
        object.put("output_tokens", outputTokenCount)
        object.put("calls", callCount)
        object.put("cost_micro_usd", costMicroUSD)
    }
}
