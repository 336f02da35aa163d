/// The fields of the envelope and of the state side by side, then `attempts`, `waiting_for`, `new`.
extension MissionView: WireObject {
    static let fields: [WireName] =
        MissionEnvelope.fields + MissionState.fields
        + ["apiVersion", "attempts", "kind", "new", "waiting_for"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            envelope: try MissionEnvelope(from: object),
            state: try MissionState(from: object)
        )
        attempts = try object.objects("attempts")
        waitingFor = try object.objectIfPresent("waiting_for")
        isNew = try object.flag("new", absent: true)
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Mission")
        envelope.write(to: &object)
        state.write(to: &object)
        object.put("attempts", attempts)
        object.put("waiting_for", waitingFor)
        object.put("new", isNew)
    }
}
