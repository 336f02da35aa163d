extension Change: WireObject {
    static let fields: [WireName] = ["apiVersion", "changed", "dry_run", "kind", "lines", "object"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            object: try object.string("object", 0...4096),
            isChanged: try object.flag("changed"),
            isDryRun: try object.flag("dry_run"),
            lines: try object.strings("lines", countMax: .max, 0...65_536)
        )
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Change")
        object.put("object", self.object)
        object.put("changed", isChanged)
        object.put("dry_run", isDryRun)
        object.put("lines", lines)
    }
}
