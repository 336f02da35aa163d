extension RehearsedClass: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "class", "counts", "kind", "wait_max_ms", "wait_p50_ms", "wait_p95_ms",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            try object.text("class"),
            counts: try object.object("counts", as: CountTable<RehearsedMission.Outcome>.self)
                .counts
        )
        waitP50Milliseconds = try object.integerIfPresent("wait_p50_ms", 0...UInt64.max)
        waitP95Milliseconds = try object.integerIfPresent("wait_p95_ms", 0...UInt64.max)
        waitMaxMilliseconds = try object.integerIfPresent("wait_max_ms", 0...UInt64.max)
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("RehearsedClass")
        object.put("class", missionClass)
        object.put("counts", CountTable<RehearsedMission.Outcome>(counts))
        object.put("wait_p50_ms", waitP50Milliseconds)
        object.put("wait_p95_ms", waitP95Milliseconds)
        object.put("wait_max_ms", waitMaxMilliseconds)
    }
}
