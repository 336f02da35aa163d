extension Admission: WireText {}
extension AttemptOutcome: WireText {}
extension Capability: WireText {}
extension CheckOutcome: WireText {}
extension ControlMethod: WireText {}
extension DegradedCause: WireText {}
extension EventType: WireText {}
extension FailureScope: WireText {}
extension LaneHealth.State: WireText {}
extension LaneMethod: WireText {}
extension LaneStatus: WireText {}
extension LaunchProfile.Input: WireText {}
extension LaunchProfile.Kind: WireText {}
extension LaunchProfile.Output: WireText {}
extension MissionClass: WireText {}
extension MissionResolution: WireText {}
extension MissionStatus: WireText {}
extension PoolSetting: WireText {}
extension PoolStatus: WireText {}
extension ReasonCode: WireText {}
extension RehearsedMission.Outcome: WireText {}
extension ResultDisposition: WireText {}
extension Role: WireText {}
extension RolloutOrigin: WireText {}
extension RolloutStage: WireText {}
extension RunPhase: WireText {}
extension SessionMode: WireText {}
extension StopIntent: WireText {}
extension WorkerHello.State: WireText {}

extension LaneID: WireText {
    static var allowedText: String {
        "a lane name (words of a-z and 0-9 joined by single . or -, at most \(byteCountMax) bytes)"
    }

    var wireText: String { rawValue }

    init?(wireText: String) {
        self.init(wireText)
    }
}

extension MissionID: WireText {
    static var allowedText: String { IdentifierText.allowed("a mission id", byteCountMax) }

    var wireText: String { rawValue }

    init?(wireText: String) {
        self.init(wireText)
    }
}

extension RunID: WireText {
    static var allowedText: String { IdentifierText.allowed("a run id", byteCountMax) }

    var wireText: String { rawValue }

    init?(wireText: String) {
        self.init(wireText)
    }
}

extension SessionID: WireText {
    static var allowedText: String { IdentifierText.allowed("a session id", byteCountMax) }

    var wireText: String { rawValue }

    init?(wireText: String) {
        self.init(wireText)
    }
}

extension WallTime: WireText {
    static var allowedText: String { "an RFC 3339 time, for example 2026-11-21T10:42:00.000Z" }

    var wireText: String { description }

    /// Rounded down to what the wire shows, so that what was read is what is written.
    init?(wireText: String) {
        guard let time = WallTime(wireText) else { return nil }
        self.init(nanoseconds: time.nanoseconds - time.nanosecondsInMillisecond)
    }
}

extension IdentifierText {
    /// What `isValid` allows, as it continues "is not".
    static func allowed(_ what: String, _ byteCountMax: Int) -> String {
        "\(what) (1 to \(byteCountMax) bytes of A-Z, a-z, 0-9, ., _, -, not first . or -)"
    }
}
