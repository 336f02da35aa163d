/// The fields of the record and the figures side by side.
extension PoolView: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "granted_slots", "hold", "kind", "lanes", "open_classes", "pool",
        "probe_run_id", "probe_until", "queued_counts", "readings", "reserved_slots", "slot_limit",
        "slots", "slots_in_use", "status", "throttle_count", "until", "why",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        var record = PoolRecord(name: try object.string("pool", 1...256))
        record.status = try object.text("status")
        record.until = try object.textIfPresent("until")
        record.probe = try object.textIfPresent("probe_run_id")
        record.probeUntil = try object.textIfPresent("probe_until")
        record.hold = try object.objectIfPresent("hold")
        record.slotLimit = try object.integerIfPresent("slot_limit", 1...1024)
        record.throttleCount = try object.integer("throttle_count", 0...UInt64.max)
        record.readings = try object.objects("readings")
        self.init(record: record, why: try object.object("why"))
        slotCount = try object.integer("slots", 0...Int.max)
        reservedSlotCount = try object.integer("reserved_slots", 0...Int.max)
        grantedSlotCount = try object.integer("granted_slots", 0...Int.max)
        usedSlotCount = try object.integer("slots_in_use", 0...Int.max)
        openClasses = try object.texts("open_classes", countMax: MissionClass.allCases.count)
        lanes = try object.texts("lanes", countMax: .max)
        queuedCounts = try object.object("queued_counts", as: CountTable<MissionClass>.self).counts
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Pool")
        object.put("pool", record.name)
        object.put("status", record.status)
        object.put("until", record.until)
        object.put("probe_run_id", record.probe)
        object.put("probe_until", record.probeUntil)
        object.put("hold", record.hold)
        object.put("slot_limit", record.slotLimit)
        object.put("throttle_count", record.throttleCount)
        object.put("readings", record.readings)
        object.put("slots", slotCount)
        object.put("reserved_slots", reservedSlotCount)
        object.put("granted_slots", grantedSlotCount)
        object.put("slots_in_use", usedSlotCount)
        object.put("open_classes", openClasses)
        object.put("lanes", lanes)
        object.put("queued_counts", CountTable<MissionClass>(queuedCounts))
        object.put("why", why)
    }
}
