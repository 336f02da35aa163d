extension RouteStep: WireObject {
    static let fields: [WireName] = ["actor", "at", "reason", "summary", "vp_id"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            vpID: try object.text("vp_id"),
            actor: try object.string("actor", 0...Self.actorByteCountMax),
            reason: try object.textIfPresent("reason"),
            summary: try object.string("summary", 0...Self.summaryByteCountMax),
            at: try object.text("at")
        )
    }

    func write(to object: inout ObjectWriter) {
        object.put("vp_id", vpID)
        object.put("actor", actor)
        object.put("reason", reason)
        object.put("summary", summary)
        object.put("at", at)
    }
}
