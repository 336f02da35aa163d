/// A limit as a worker passes it on; a runtime's own report has other names for its times.
extension LimitReport: WireObject {
    static let fields: [WireName] = [
        "binding", "class", "model", "reset_at", "retry_after_ms", "state", "utilization",
        "window",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            limitClass: try object.string("class", 1...256),
            state: try object.text("state")
        )
        window = try object.stringIfPresent("window", 0...256)
        model = try object.stringIfPresent("model", 0...256)
        utilization = try object.numberIfPresent("utilization")
        isBinding = try object.flag("binding")
        resetAt = try object.textIfPresent("reset_at")
        retryAfterMilliseconds = try object.integerIfPresent("retry_after_ms", 0...UInt64.max)
    }

    func write(to object: inout ObjectWriter) {
        object.put("class", limitClass)
        object.put("state", state)
        object.put("window", window)
        object.put("model", model)
        if let utilization, utilization.isFinite { object.put("utilization", .double(utilization)) }
        object.put("binding", isBinding)
        object.put("reset_at", resetAt)
        object.put("retry_after_ms", retryAfterMilliseconds)
    }
}
