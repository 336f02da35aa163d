/// The fields of an envelope as it is submitted, and two of its own.
extension WorkloadMission: WireObject {
    static let fields: [WireName] = SubmittedEnvelope.fields + ["arrive_at_ms", "takes_ms"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            try SubmittedEnvelope(from: object).envelope,
            arriveAtMilliseconds: try object.integerIfPresent(
                "arrive_at_ms",
                0...Self.arrivalMillisecondsMax
            ) ?? 0,
            takesMilliseconds: try object.integer("takes_ms", 1...Self.runMillisecondsMax)
        )
    }

    func write(to object: inout ObjectWriter) {
        envelope.write(to: &object)
        object.put("arrive_at_ms", arriveAtMilliseconds)
        object.put("takes_ms", takesMilliseconds)
    }
}

extension WorkloadMission {
    /// Reads one line of a file: an object.
    ///
    /// - Parameter line: Without its line feed.
    /// - Returns: The mission.
    /// - Throws: `invalidJSON`, or `invalidField` or `unsupportedField` with the path of the field;
    ///   a field that is not known is refused.
    public static func decode(_ line: ArraySlice<UInt8>) throws(ProtocolError) -> WorkloadMission {
        try JSONLine.decode(Wire<WorkloadMission>.self, from: line, .strict).value
    }
}
