extension RunPresence: WireObject {
    static let fields: [WireName] = ["fence", "phase", "run_id"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            runID: try object.text("run_id"),
            fence: try object.counter("fence"),
            phase: try object.text("phase")
        )
    }

    func write(to object: inout ObjectWriter) {
        object.put("run_id", runID)
        object.put("fence", fence)
        object.put("phase", phase)
    }
}
