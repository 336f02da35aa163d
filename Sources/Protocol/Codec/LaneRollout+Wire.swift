/// The rollout and who said so, side by side.
extension LaneRollout: WireObject {
    static let fields: [WireName] = ["origin"] + Rollout.fields

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(try Rollout(from: object), from: try object.text("origin"))
    }

    func write(to object: inout ObjectWriter) {
        rollout.write(to: &object)
        object.put("origin", origin)
    }
}
