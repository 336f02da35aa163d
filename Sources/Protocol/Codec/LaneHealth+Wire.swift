/// The newest evidence is a text of `+` and `-`.
extension LaneHealth: WireObject {
    static let fields: [WireName] = [
        "detections", "ejected_until", "ejections", "failure_streak", "probe", "recent",
        "restored_at", "state",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        state = try object.text("state")
        let text = try object.string("recent", 0...1_000)
        guard let recent = Self.recent(text) else {
            throw object.bad("recent", "a text of + and -", given: .string(text))
        }
        self.recent = recent
        failureStreak = try object.integer("failure_streak", 0...Int.max)
        detectionCount = try object.integer("detections", 0...Int.max)
        ejectionCount = try object.integer("ejections", 0...Int.max)
        ejectedUntil = try object.textIfPresent("ejected_until")
        probe = try object.textIfPresent("probe")
        restoredAt = try object.textIfPresent("restored_at")
    }

    func write(to object: inout ObjectWriter) {
        object.put("state", state)
        object.put("recent", recentText)
        object.put("failure_streak", failureStreak)
        object.put("detections", detectionCount)
        object.put("ejections", ejectionCount)
        object.put("ejected_until", ejectedUntil)
        object.put("probe", probe)
        object.put("restored_at", restoredAt)
    }

    /// The newest evidence, oldest first: `+` for good, `-` for bad.
    public var recentText: String {
        String(recent.map { $0 ? "+" as Character : "-" })
    }

    /// Reads what `recentText` gives.
    ///
    /// - Returns: Nil if another character is in it.
    public static func recent(_ text: String) -> [Bool]? {
        guard text.allSatisfy({ $0 == "+" || $0 == "-" }) else { return nil }
        return text.map { $0 == "+" }
    }
}
