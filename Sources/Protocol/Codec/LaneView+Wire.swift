/// The fields of the record and the figures side by side.
extension LaneView: WireObject {
    static let fields: [WireName] =
        LaneRecord.fields + [
            "apiVersion", "copies", "day_budget", "held_count", "kind", "orphans", "profile",
            "queued_counts",
            "ready_seconds",
            "reserved_slots", "restart_count", "runs", "shadow_budget", "slots", "why",
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
        dayBudget = try object.object("day_budget")
        copyCount = try object.integer("copies", 0...Int.max)
        shadowBudget = try object.object("shadow_budget")
        restartCount = try object.integer("restart_count", 0...Int.max)
        readySeconds = try object.integerIfPresent("ready_seconds", 0...UInt64.max)
        orphanCount = try object.integer("orphans", 0...Int.max)
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Lane")
        record.write(to: &object)
        object.put("profile", profile)
        object.put("why", why)
        object.put("slots", slotCount)
        object.put("reserved_slots", reservedSlotCount)
        object.put("runs", runs)
        object.put("queued_counts", CountTable<MissionClass>(queuedCounts))
        object.put("held_count", heldCount)
        object.put("day_budget", dayBudget)
        object.put("copies", copyCount)
        object.put("shadow_budget", shadowBudget)
        object.put("restart_count", restartCount)
        object.put("ready_seconds", readySeconds)
        object.put("orphans", orphanCount)
    }
}
