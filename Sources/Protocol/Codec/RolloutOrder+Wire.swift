/// The rollout and who ordered it, side by side.
extension RolloutOrder: WireObject {
    static let fields: [WireName] = OperatorChange.fields + Rollout.fields

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(try Rollout(from: object), change: try OperatorChange(from: object))
    }

    func write(to object: inout ObjectWriter) {
        rollout.write(to: &object)
        change.write(to: &object)
    }
}
