extension MissionFilter: WireObject {
    static let fields: [WireName] = [
        "all", "class", "cursor", "label", "limit", "shadow", "statuses", "vp_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        statuses = try object.texts("statuses", countMax: MissionStatus.allCases.count)
        includesTerminal = try object.flag("all")
        vpID = try object.textIfPresent("vp_id")
        missionClass = try object.textIfPresent("class")
        label = try object.stringIfPresent("label", 1...320)
        isShadow = try object.flag("shadow")
        limit = try object.integerIfPresent("limit", 1...500) ?? limit
        cursor = try object.stringIfPresent("cursor", 1...256)
    }

    func write(to object: inout ObjectWriter) {
        object.put("statuses", statuses)
        object.put("all", includesTerminal)
        object.put("vp_id", vpID)
        object.put("class", missionClass)
        object.put("label", label)
        object.put("shadow", isShadow)
        object.put("limit", limit)
        object.put("cursor", cursor)
    }
}
