import DataStructures

extension LaunchProfile: WireObject {
    static let fields: [WireName] = [
        "argv", "environment", "input", "kind", "leftover_grace_ms", "log_bytes_max", "name",
        "output", "path", "term_grace_ms",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            name: try object.string("name", 1...256),
            argv: try object.strings("argv", countMax: 1024, 0...131_072)
        )
        kind = try object.textIfPresent("kind") ?? .process
        switch kind {
        case .process:
            guard argv.first?.isEmpty == false else {
                throw object.bad("argv", "a list of strings, the first not empty")
            }
        case .noop:
            guard argv.isEmpty else { throw object.bad("argv", "an empty list") }
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

    func write(to object: inout ObjectWriter) {
        object.put("name", name)
        // Left out where there is a process, as in releases that knew nothing else; those refuse an
        // order without a program.
        object.put("kind", kind == .process ? nil : kind)
        object.put("argv", argv)
        object.put("input", input)
        object.put("output", output)
        object.put("environment", .object(environment.mapValuesToJSON()))
        object.put("path", path)
        object.put("term_grace_ms", termGraceMilliseconds)
        object.put("leftover_grace_ms", leftoverGraceMilliseconds)
        object.put("log_bytes_max", logByteCountMax)
    }
}
