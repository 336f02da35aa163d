extension IncidentSnapshot: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "captured_at", "cut", "events", "kind", "lane", "missions", "pool", "trip",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            lane: try object.object("lane"),
            pool: try object.objectIfPresent("pool"),
            trip: try object.objectIfPresent("trip"),
            capturedAt: try object.text("captured_at")
        )
        missions = try object.objects("missions")
        events = try object.objects("events")
        isCut = try object.flag("cut")
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Incident")
        object.put("captured_at", capturedAt)
        object.put("trip", trip)
        object.put("lane", lane)
        object.put("pool", pool)
        object.put("missions", missions)
        object.put("events", events)
        object.put("cut", isCut)
    }
}

extension IncidentSnapshot {
    /// Reads what `fileText` wrote.
    ///
    /// - Throws: `invalidJSON` or `invalidField`.
    public init(fileText: [UInt8]) throws(ProtocolError) {
        self = try JSONLine.decode(Wire<IncidentSnapshot>.self, from: fileText[...], .tolerant)
            .value
    }

    /// The snapshot as one line of JSON, with a line feed.
    public var fileText: [UInt8] {
        encodedObject + [UInt8(ascii: "\n")]
    }
}
