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

    func write(to object: inout ObjectWriter) throws {
        try object.put("protocol_version", protocolVersion)
        try object.put("version", version)
        try object.put("vp_id", vpID)
        try object.put("generation", generation)
        try object.put("state", state)
        try object.put("runs", runs)
        try object.put("outbox_entries", outboxEntryCount)
    }
}
