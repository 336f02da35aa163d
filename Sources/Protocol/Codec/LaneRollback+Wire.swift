import DataStructures

/// The newest departures are a text of `+`, `-` and `>`; what is computed from them and from the waits
/// is written too, for clients that do not want to compute.
extension LaneRollback: WireObject {
    static let fields: [WireName] = [
        "failure_streak", "interactive_wait_p95_ms", "interactive_waits_ms", "moved_on",
        "new_missions", "pending_captures", "recent", "sends_away", "summary", "trigger",
    ]

    /// The most departures, waits and captures that are read.
    private static let countMax = 1_000

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        let text = try object.string("recent", 0...Self.countMax)
        guard let recent = Self.recent(text) else {
            throw object.bad("recent", "a text of +, - and >", given: .string(text))
        }
        self.recent = recent
        failureStreak = try object.integer("failure_streak", 0...Int.max)
        interactiveWaitsMilliseconds = try Self.numbers("interactive_waits_ms", of: object)
        newMissionCount = try object.integerIfPresent("new_missions", 0...Int.max)
        trigger = try object.textIfPresent("trigger")
        summary = try object.stringIfPresent("summary", 0...4_096)
        sendsAway = try object.flag("sends_away")
        pendingCaptures = try Self.numbers("pending_captures", of: object)
    }

    private static func numbers(
        _ name: WireName,
        of object: ObjectReader
    ) throws(ProtocolError) -> [UInt64] {
        guard let value = try object.any(name) else { return [] }
        guard case .array(let items) = value, items.count <= countMax else {
            throw object.bad(name, "a list of at most \(countMax) numbers", given: value)
        }
        var numbers: [UInt64] = []
        for item in items {
            guard case .integer(let number) = item, number >= 0 else {
                throw object.bad(name, "a list of numbers from 0", given: value)
            }
            numbers.append(UInt64(number))
        }
        return numbers
    }

    func write(to object: inout ObjectWriter) {
        object.put("recent", recentText)
        object.put("failure_streak", failureStreak)
        object.put("moved_on", figures.movedOnCount)
        object.put("interactive_waits_ms", Self.list(interactiveWaitsMilliseconds))
        object.put("interactive_wait_p95_ms", figures.interactiveWaitP95Milliseconds)
        object.put("new_missions", newMissionCount)
        object.put("trigger", trigger)
        object.put("summary", summary)
        object.put("sends_away", sendsAway)
        object.put("pending_captures", Self.list(pendingCaptures))
    }

    private static func list(_ numbers: [UInt64]) -> JSONValue {
        .array(numbers.map { .integer(Int64(clamping: $0)) })
    }
}

extension LaneRollback {
    /// Reads what `ledgerText` wrote.
    ///
    /// - Throws: `invalidJSON` or `invalidField`: the row was not written by us, or by a newer release.
    public init(ledgerText: String) throws(ProtocolError) {
        self = try JSONLine.decode(
            Wire<LaneRollback>.self,
            from: Array(ledgerText.utf8)[...],
            .strict
        ).value
    }

    /// The memory as one line of JSON; nil if there is nothing to remember.
    public var ledgerText: String? {
        self == LaneRollback() ? nil : String(decoding: encodedObject, as: UTF8.self)
    }
}
