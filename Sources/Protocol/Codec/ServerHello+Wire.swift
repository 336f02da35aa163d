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

    func write(to object: inout ObjectWriter) throws {
        try object.putKind("Hello")
        try object.put("protocol_version", protocolVersion)
        try object.put("version", version)
        try object.put("role", role)
    }
}
