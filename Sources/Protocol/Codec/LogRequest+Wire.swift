extension LogRequest: WireObject {
    static let fields: [WireName] = ["attempt", "limit", "mission_id", "offset"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(missionID: try object.text("mission_id"))
        attempt = try object.integerIfPresent("attempt", 1...Int.max)
        offset = try object.integerIfPresent("offset", Int64.min + 1...Int64.max) ?? offset
        limit = try object.integerIfPresent("limit", 1...262_144) ?? limit
    }

    func write(to object: inout ObjectWriter) {
        object.put("mission_id", missionID)
        object.put("attempt", attempt)
        object.put("offset", offset)
        object.put("limit", limit)
    }
}
