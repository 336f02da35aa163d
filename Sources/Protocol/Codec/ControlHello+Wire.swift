extension ControlHello: WireObject {
    static let fields: [WireName] = ["program", "protocol", "version"]

    init(from object: ObjectReader) throws(ProtocolError) {
        let range: ProtocolRange = try object.object("protocol")
        self.init(
            program: try object.string("program", 1...64),
            version: try object.string("version", 1...64)
        )
        protocolRange = range
    }

    func write(to object: inout ObjectWriter) {
        object.put("protocol", protocolRange)
        object.put("program", program)
        object.put("version", version)
    }
}
