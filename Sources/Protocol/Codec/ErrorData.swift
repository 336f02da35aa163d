/// `data` of the error object.
struct ErrorData: WireObject {
    static let fields: [WireName] = ["hint", "object", "reason", "retry_after_ms"]

    let reason: ReasonCode
    let object: String?
    let hint: String?
    let retryAfterMilliseconds: UInt64?

    init(reason: ReasonCode, object: String?, hint: String?, retryAfterMilliseconds: UInt64?) {
        self.reason = reason
        self.object = object
        self.hint = hint
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            reason: try object.text("reason"),
            object: try object.stringIfPresent("object", 0...65_536),
            hint: try object.stringIfPresent("hint", 0...65_536),
            retryAfterMilliseconds: try object.integerIfPresent("retry_after_ms", 0...UInt64.max)
        )
    }

    func write(to object: inout ObjectWriter) {
        object.put("reason", reason)
        object.put("object", self.object)
        object.put("hint", hint)
        object.put("retry_after_ms", retryAfterMilliseconds)
    }
}
