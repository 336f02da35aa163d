extension ShadowSide: WireObject {
    static let fields: [WireName] = [
        "checks", "mission_id", "reason", "run_ms", "status", "usage", "vp_id",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            missionID: try object.text("mission_id"),
            vpID: try object.text("vp_id"),
            status: try object.text("status")
        )
        reason = try object.textIfPresent("reason")
        runMilliseconds = try object.integerIfPresent("run_ms", 0...UInt64.max)
        usage = try object.objectIfPresent("usage") ?? Usage()
        checks = try object.textIfPresent("checks")
    }

    func write(to object: inout ObjectWriter) {
        object.put("mission_id", missionID)
        object.put("vp_id", vpID)
        object.put("status", status)
        object.put("reason", reason)
        object.put("run_ms", runMilliseconds)
        object.put("usage", usage)
        object.put("checks", checks)
    }
}

extension ShadowSide {
    /// Reads what `ledgerText` wrote.
    ///
    /// - Throws: `invalidJSON` or `invalidField`: the row was not written by us, or by a newer release.
    public init(ledgerText: String) throws(ProtocolError) {
        self = try JSONLine.decode(
            Wire<ShadowSide>.self,
            from: Array(ledgerText.utf8)[...],
            .strict
        ).value
    }

    /// All of it as one line of JSON.
    public var ledgerText: String {
        String(decoding: encodedObject, as: UTF8.self)
    }
}
