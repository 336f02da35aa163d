extension ProtocolRange: WireObject {
    static let fields: [WireName] = ["newest", "oldest"]

    init(from object: ObjectReader) throws(ProtocolError) {
        let oldest = try object.integer("oldest", 1...Int.max)
        self.init(oldest: oldest, newest: try object.integer("newest", oldest...Int.max))
    }

    func write(to object: inout ObjectWriter) {
        object.put("oldest", oldest)
        object.put("newest", newest)
    }
}
