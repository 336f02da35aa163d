extension MissionFilter: WireObject {
    static let fields: [WireName] = [
        "all", "class", "cursor", "label", "limit", "statuses", "vp_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        statuses = try object.texts("statuses", countMax: MissionStatus.allCases.count)
        includesTerminal = try object.flag("all")
        vpID = try object.textIfPresent("vp_id")
        missionClass = try object.textIfPresent("class")
        label = try object.stringIfPresent("label", 1...320)
        limit = try object.integerIfPresent("limit", 1...500) ?? limit
        cursor = try object.stringIfPresent("cursor", 1...256)
    }

    func write(to object: inout ObjectWriter) throws {
        try object.put("statuses", statuses)
        try object.put("all", includesTerminal)
        try object.put("vp_id", vpID)
        try object.put("class", missionClass)
        try object.put("label", label)
        try object.put("limit", limit)
        try object.put("cursor", cursor)
    }
}
