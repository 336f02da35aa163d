/// An envelope as a client submits it: it may name every field of the contract, and those that this
/// version does not carry out, or that are not the client's to set, are refused with a sentence.
struct SubmittedEnvelope: WireObject {
    /// Fields that the supervisor sets.
    private static let supervisorFields: [WireName] = [
        "assigned_by", "assigned_vp_id", "shadow_of",
    ]

    /// Fields that ask for nothing if they have the value given here, and else for something that
    /// this version does not do.
    private static let laterFields: [WireName] = [
        "callback", "checkin_seconds", "workspace",
    ]

    static let fields = MissionEnvelope.fields + supervisorFields + laterFields

    let envelope: MissionEnvelope

    init(from object: ObjectReader) throws(ProtocolError) {
        for name in Self.supervisorFields where object.has(name) {
            throw object.error(name, "set by the supervisor (leave it out)")
        }
        for name in Self.laterFields where object.has(name) {
            try Self.refuseUnlessNeutral(name, in: object)
        }
        envelope = try MissionEnvelope(from: object)
    }

    init(_ envelope: MissionEnvelope) {
        self.envelope = envelope
    }

    func write(to object: inout ObjectWriter) {
        envelope.write(to: &object)
    }

    private static func refuseUnlessNeutral(
        _ name: WireName,
        in object: ObjectReader
    ) throws(ProtocolError) {
        switch name {
        case "workspace":
            _ = try object.object(name, as: SubmittedWorkspace.self)
            return
        default:
            break
        }
        throw object.error(name, reason: .unsupportedField, ProtocolError.unsupported)
    }
}

extension ProtocolError {
    /// What is said of a field that this version does not carry out.
    static let unsupported = "not carried out by this version (leave it out)"
}
