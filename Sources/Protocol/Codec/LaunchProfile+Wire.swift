import DataStructures

extension LaunchProfile: WireObject {
    static let fields: [WireName] = [
        "argv", "environment", "input", "leftover_grace_ms", "log_bytes_max", "name", "output",
        "path", "term_grace_ms",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            name: try object.string("name", 1...256),
            argv: try object.strings("argv", countMax: 1024, 0...131_072)
        )
        guard argv.first?.isEmpty == false else {
            throw object.bad("argv", "a list of strings, the first not empty")
        }
        input = try object.text("input")
        output = try object.text("output")
        environment = try object.stringTable(
            "environment",
            countMax: 256,
            valueByteCountMax: 65_536
        )
        path = try object.string("path", 0...4096)
        termGraceMilliseconds = try object.integer("term_grace_ms", 0...UInt64(UInt32.max))
        leftoverGraceMilliseconds = try object.integer("leftover_grace_ms", 0...UInt64(UInt32.max))
        logByteCountMax = try object.integer("log_bytes_max", 0...UInt64(Int64.max))
    }

    func write(to object: inout ObjectWriter) throws {
        try object.put("name", name)
        try object.put("argv", argv)
        try object.put("input", input)
        try object.put("output", output)
        try object.put("environment", AnyJSON(.object(environment.mapValuesToJSON())))
        try object.put("path", path)
        try object.put("term_grace_ms", termGraceMilliseconds)
        try object.put("leftover_grace_ms", leftoverGraceMilliseconds)
        try object.put("log_bytes_max", logByteCountMax)
    }
}
