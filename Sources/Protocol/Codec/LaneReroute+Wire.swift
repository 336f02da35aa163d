/// The order and who gave it, side by side.
extension LaneReroute: WireObject {
    static let fields: [WireName] = ["actor", "at", "class", "reason", "to"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            to: try object.text("to"),
            missionClass: try object.textIfPresent("class"),
            change: try OperatorChange(from: object)
        )
    }

    func write(to object: inout ObjectWriter) {
        object.put("to", target)
        object.put("class", missionClass)
        change.write(to: &object)
    }
}
