extension GovernorLine: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "class", "kind", "mission_id", "next", "passed_over", "pool", "share",
        "source", "vp_id", "waiting", "why",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            try object.text("mission_id"),
            from: try object.string("source", 0...65_536),
            of: try object.text("class"),
            on: try object.text("vp_id"),
            why: try object.object("why")
        )
        pool = try object.stringIfPresent("pool", 1...256)
        waitingCount = try object.integer("waiting", 0...Int.max)
        passedOverCount = try object.integer("passed_over", 0...Int.max)
        isNext = try object.flag("next")
        isShare = try object.flag("share")
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("GovernorLine")
        object.put("vp_id", vpID)
        object.put("pool", pool)
        object.put("class", missionClass)
        object.put("waiting", waitingCount)
        object.put("passed_over", passedOverCount)
        object.put("mission_id", missionID)
        object.put("source", source)
        object.put("next", isNext)
        object.put("share", isShare)
        object.put("why", why)
    }
}
