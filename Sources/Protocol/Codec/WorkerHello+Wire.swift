extension WorkerHello: WireObject {
    static let fields: [WireName] = [
        "generation", "outbox_entries", "protocol_version", "runs", "state", "version", "vp_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            protocolVersion: try object.integer("protocol_version", 1...Int.max),
            version: try object.string("version", 1...64),
            vpID: try object.text("vp_id"),
            generation: try object.counter("generation")
        )
        state = try object.text("state")
        runs = try object.objects("runs")
        outboxEntryCount = try object.integer("outbox_entries", 0...Int.max)
    }

    func write(to object: inout ObjectWriter) {
        object.put("protocol_version", protocolVersion)
        object.put("version", version)
        object.put("vp_id", vpID)
        object.put("generation", generation)
        object.put("state", state)
        object.put("runs", runs)
        object.put("outbox_entries", outboxEntryCount)
    }
}
