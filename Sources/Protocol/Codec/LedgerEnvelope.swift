/// The envelope as the ledger keeps it: one line of JSON without the objective, which has a column of
/// its own because it may be large.
struct LedgerEnvelope: WireObject {
    static let fields = MissionEnvelope.fieldsWithoutObjective

    let envelope: MissionEnvelope

    init(_ envelope: MissionEnvelope) {
        self.envelope = envelope
    }

    init(from object: ObjectReader) throws(ProtocolError) {
        envelope = try MissionEnvelope(from: object, objective: "")
    }

    func write(to object: inout ObjectWriter) {
        envelope.writeWithoutObjective(to: &object)
    }
}

extension MissionEnvelope {
    /// Reads what `ledgerText` wrote.
    ///
    /// - Parameters:
    ///   - ledgerText: JSON without the objective.
    ///   - objective: The objective, taken as it is; empty where only the small fields are needed.
    /// - Throws: `invalidJSON` or `invalidField`: the row was not written by us, or by a newer
    ///   release.
    public init(ledgerText: String, objective: String) throws(ProtocolError) {
        let text = Array(ledgerText.utf8)[...]
        self = try JSONLine.decode(Wire<LedgerEnvelope>.self, from: text, .strict).value.envelope
        self.objective = objective
    }

    /// Every field but the objective as one line of JSON, the same in every process.
    public var ledgerText: String {
        String(decoding: LedgerEnvelope(self).encodedObject, as: UTF8.self)
    }
}
