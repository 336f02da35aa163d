extension PoolReading: WireObject {
    static let fields: [WireName] = [
        "binding", "model", "own_permille", "read_at", "reset_at", "used_permille", "was_idle",
        "window",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            window: try object.string("window", 0...256),
            model: try object.stringIfPresent("model", 0...256),
            usedPermille: try object.integer("used_permille", 0...2000),
            readAt: try object.text("read_at")
        )
        resetAt = try object.textIfPresent("reset_at")
        isBinding = try object.flag("binding")
        ownPermille = try object.integer("own_permille", 0...2000)
        wasIdle = try object.flag("was_idle")
    }

    func write(to object: inout ObjectWriter) {
        object.put("window", window)
        object.put("model", model)
        object.put("used_permille", usedPermille)
        object.put("own_permille", ownPermille)
        object.put("was_idle", wasIdle)
        object.put("reset_at", resetAt)
        object.put("binding", isBinding)
        object.put("read_at", readAt)
    }
}

extension PoolReading {
    /// Reads what `encoded` wrote: one object a line.
    ///
    /// - Throws: `invalidJSON` or `invalidField`: the text was not written by us.
    public static func decode(_ text: String) throws(ProtocolError) -> [PoolReading] {
        var readings: [PoolReading] = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let bytes = Array(line)[...]
            readings.append(
                try JSONLine.decode(Wire<PoolReading>.self, from: bytes, .strict).value
            )
        }
        return readings
    }

    /// Readings as the ledger keeps them: one object a line, the same in every process.
    public static func encoded(_ readings: [PoolReading]) -> String {
        readings.map { String(decoding: $0.encodedObject, as: UTF8.self) }
            .joined(separator: "\n")
    }
}
