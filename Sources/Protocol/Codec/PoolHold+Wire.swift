extension PoolHold: WireObject {
    static let fields: [WireName] = ["actor", "at", "note", "reason"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            try object.text("reason"),
            note: try object.string("note", 0...1024),
            actor: try object.string("actor", 0...256),
            at: try object.text("at")
        )
    }

    func write(to object: inout ObjectWriter) {
        object.put("reason", reason)
        object.put("note", note)
        object.put("actor", actor)
        object.put("at", at)
    }
}
