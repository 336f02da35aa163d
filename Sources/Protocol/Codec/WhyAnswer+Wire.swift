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
        guard case .object(let members)? = try object.any("figures") else { return }
        for (name, value) in members {
            guard case .integer(let figure) = value else {
                throw object.bad("figures", "an object of integers", given: value)
            }
            figures[name] = figure
        }
    }

    func write(to object: inout ObjectWriter) throws {
        try object.putKind("Why")
        try object.put("reason", reason)
        try object.put("summary", summary)
        try object.put("remedy", remedy)
        try object.put("earliest_start_at", earliestStartAt)
        try object.put("figures", AnyJSON(.object(figures.mapValuesToJSON())))
    }
}
