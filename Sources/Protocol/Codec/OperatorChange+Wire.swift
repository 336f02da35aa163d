extension OperatorChange: WireObject {
    static let fields: [WireName] = ["actor", "at", "reason"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            actor: try object.string("actor", 0...256),
            reason: try object.string("reason", 0...1024),
            at: try object.text("at")
        )
    }

    func write(to object: inout ObjectWriter) {
        object.put("actor", actor)
        object.put("reason", reason)
        object.put("at", at)
    }
}
