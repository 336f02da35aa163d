extension ServerHello: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "kind", "protocol_version", "role", "version",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            protocolVersion: try object.integer("protocol_version", 1...Int.max),
            version: try object.string("version", 0...64),
            role: try object.text("role")
        )
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Hello")
        object.put("protocol_version", protocolVersion)
        object.put("version", version)
        object.put("role", role)
    }
}
