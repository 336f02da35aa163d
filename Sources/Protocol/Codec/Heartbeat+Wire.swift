extension Heartbeat: WireObject {
    static let fields: [WireName] = ["resident_kib", "runs"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            runs: try object.objects("runs"),
            residentKiB: try object.integer("resident_kib", 0...UInt64.max)
        )
    }

    func write(to object: inout ObjectWriter) {
        object.put("runs", runs)
        object.put("resident_kib", residentKiB)
    }
}

extension Heartbeat.Run: WireObject {
    static let fields: [WireName] = [
        "fence", "progress_counter", "resident_kib", "run_id", "tool_in_flight", "usage",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            runID: try object.text("run_id"),
            fence: try object.counter("fence"),
            progressCounter: try object.integer("progress_counter", 0...UInt64.max),
            isToolInFlight: try object.flag("tool_in_flight"),
            usage: try object.object("usage")
        )
        residentKiB = try object.integerIfPresent("resident_kib", 0...UInt64.max) ?? 0
    }

    func write(to object: inout ObjectWriter) {
        object.put("run_id", runID)
        object.put("fence", fence)
        object.put("progress_counter", progressCounter)
        object.put("tool_in_flight", isToolInFlight)
        object.put("usage", usage)
        object.put("resident_kib", residentKiB)
    }
}
