extension ProcessIdentity: WireObject {
    static let fields: [WireName] = ["pid", "start_ticks"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            pid: try object.integer("pid", 1...Int32.max),
            startTicks: try object.integer("start_ticks", 0...UInt64.max)
        )
    }

    func write(to object: inout ObjectWriter) {
        object.put("pid", pid)
        object.put("start_ticks", startTicks)
    }
}
