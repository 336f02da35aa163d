/// The figures of a run with the day that they are of, which is given by its beginning.
extension LaneDayUsage: WireObject {
    static let fields: [WireName] = Usage.fields + ["since", "spent"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        day = Self.day(of: try object.text("since"))
        usage = try Usage(from: object)
        isSpent = try object.flag("spent")
    }

    func write(to object: inout ObjectWriter) {
        object.put("since", Self.start(of: day))
        usage.write(to: &object)
        object.put("spent", isSpent)
    }
}
