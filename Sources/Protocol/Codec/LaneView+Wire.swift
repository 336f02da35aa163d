/// The fields of the record and the figures side by side.
extension LaneView: WireObject {
    static let fields: [WireName] =
        LaneRecord.fields + [
            "apiVersion", "held_count", "kind", "orphans", "profile", "queued_counts",
            "ready_seconds",
            "reserved_slots", "restart_count", "runs", "slots", "why",
        ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            record: try LaneRecord(from: object),
            profile: try object.string("profile", 0...256),
            why: try object.object("why")
        )
        slotCount = try object.integer("slots", 0...Int.max)
        reservedSlotCount = try object.integer("reserved_slots", 0...Int.max)
        runs = try object.texts("runs", countMax: .max)
        queuedCounts = try object.object("queued_counts", as: CountTable<MissionClass>.self).counts
        heldCount = try object.integerIfPresent("held_count", 0...Int.max) ?? 0
        restartCount = try object.integer("restart_count", 0...Int.max)
        readySeconds = try object.integerIfPresent("ready_seconds", 0...UInt64.max)
        orphanCount = try object.integer("orphans", 0...Int.max)
    }

    func write(to object: inout ObjectWriter) throws {
        try object.putKind("Lane")
        try record.write(to: &object)
        try object.put("profile", profile)
        try object.put("why", why)
        try object.put("slots", slotCount)
        try object.put("reserved_slots", reservedSlotCount)
        try object.put("runs", runs)
        try object.put("queued_counts", CountTable<MissionClass>(queuedCounts))
        try object.put("held_count", heldCount)
        try object.put("restart_count", restartCount)
        try object.put("ready_seconds", readySeconds)
        try object.put("orphans", orphanCount)
    }
}
