import DataStructures

extension WhyAnswer: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "earliest_start_at", "figures", "kind", "reason", "remedy", "summary",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            try object.text("reason"),
            try object.string("summary", 0...65_536),
            remedy: try object.stringIfPresent("remedy", 0...65_536)
        )
        earliestStartAt = try object.textIfPresent("earliest_start_at")
        let members = try ObjectReader("figures", of: object)
        for name in members.names {
            figures[name.stringValue] = try members.integer(name, Int64.min...Int64.max)
        }
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Why")
        object.put("reason", reason)
        object.put("summary", summary)
        object.put("remedy", remedy)
        object.put("earliest_start_at", earliestStartAt)
        object.put("figures", .object(figures.mapValuesToJSON()))
    }
}
