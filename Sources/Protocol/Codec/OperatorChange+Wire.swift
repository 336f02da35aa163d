extension OperatorChange: WireObject {
    static let fields: [WireName] = ["actor", "at", "reason"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            actor: try object.string("actor", 0...256),
            reason: try object.string("reason", 0...1024),
            at: try object.text("at")
        )
    }

    func write(to object: inout ObjectWriter) throws {
        try object.put("actor", actor)
        try object.put("reason", reason)
        try object.put("at", at)
    }
}
