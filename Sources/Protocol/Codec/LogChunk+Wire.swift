extension LogChunk: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "byte_count", "complete", "kind", "next_offset", "run_id", "text",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            runID: try object.text("run_id"),
            text: try object.log("text"),
            nextOffset: try object.integer("next_offset", 0...Int64.max),
            byteCount: try object.integer("byte_count", 0...Int64.max),
            isComplete: try object.flag("complete")
        )
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Log")
        object.put("run_id", runID)
        object.put("text", text)
        object.put("next_offset", nextOffset)
        object.put("byte_count", byteCount)
        object.put("complete", isComplete)
    }
}
