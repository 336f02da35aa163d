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

    func write(to object: inout ObjectWriter) throws {
        try object.putKind("Mission")
        try envelope.write(to: &object)
        try state.write(to: &object)
        try object.put("attempts", attempts)
        try object.put("waiting_for", waitingFor)
        try object.put("new", isNew)
    }
}
