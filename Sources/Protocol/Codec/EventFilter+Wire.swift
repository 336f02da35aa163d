extension EventFilter: WireObject {
    static let fields: [WireName] = [
        "cursor", "follow", "limit", "mission_id", "since", "types", "vp_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        cursor = try object.integerIfPresent("cursor", 0...UInt64(Int64.max))
        since = try object.textIfPresent("since")
        typePrefixes = try object.strings("types", countMax: 64, 1...64)
        missionID = try object.textIfPresent("mission_id")
        vpID = try object.textIfPresent("vp_id")
        follows = try object.flag("follow")
        limit = try object.integerIfPresent("limit", 1...500) ?? limit
        guard cursor == nil || since == nil else {
            throw object.error("since", "given together with cursor (give one of the two)")
        }
    }

    func write(to object: inout ObjectWriter) {
        object.put("cursor", cursor)
        object.put("since", since)
        object.put("types", typePrefixes)
        object.put("mission_id", missionID)
        object.put("vp_id", vpID)
        object.put("follow", follows)
        object.put("limit", limit)
    }
}
