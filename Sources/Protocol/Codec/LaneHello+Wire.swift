extension LaneHello: WireObject {
    static let fields: [WireName] = ["epoch", "generation", "protocol", "version", "vp_id"]

    init(from object: ObjectReader) throws(ProtocolError) {
        let range: ProtocolRange = try object.object("protocol")
        self.init(
            vpID: try object.text("vp_id"),
            generation: try object.counter("generation"),
            epoch: try object.counter("epoch"),
            version: try object.string("version", 1...64)
        )
        protocolRange = range
    }

    func write(to object: inout ObjectWriter) {
        object.put("protocol", protocolRange)
        object.put("version", version)
        object.put("vp_id", vpID)
        object.put("generation", generation)
        object.put("epoch", epoch)
    }
}
