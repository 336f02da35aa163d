import Protocol

/// Reads points in time as people type them.
enum TimeText {
    /// What `time` reads, for messages.
    static let allowed = "RFC 3339, +30m from now, or 14:30 (the next such time in UTC)"

    private static let secondsPerDay: Int64 = 86_400
    private static let nanosecondsPerSecond: Int64 = 1_000_000_000

    /// A time that may lie ahead: RFC 3339, `+30m`, or `14:30`, the next such time in UTC.
    static func time(_ text: String, at now: WallTime) -> WallTime? {
        if text.hasPrefix("+") {
            return DurationText.seconds(String(text.dropFirst())).map { now + .seconds($0) }
        }
        return clockTime(text, at: now) ?? WallTime(text)
    }

    /// A time that lies behind: RFC 3339, or a length of time ago such as `15m`.
    static func past(_ text: String, at now: WallTime) -> WallTime? {
        guard let seconds = DurationText.seconds(text) else { return WallTime(text) }
        return WallTime(nanoseconds: now.nanoseconds - Int64(seconds) * nanosecondsPerSecond)
    }

    /// Hours, minutes and seconds in UTC, for lists of events.
    static func clock(_ time: WallTime) -> String {
        let text = time.description
        return String(text.dropFirst(11).prefix(12))
    }

    private static func clockTime(_ text: String, at now: WallTime) -> WallTime? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        guard let hour = Int64(parts[0]), let minute = Int64(parts[1]) else { return nil }
        guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
        let seconds = now.nanoseconds / nanosecondsPerSecond
        let midnight = seconds - seconds % secondsPerDay
        let today = midnight + hour * 3_600 + minute * 60
        let next = today > seconds ? today : today + secondsPerDay
        return WallTime(nanoseconds: next * nanosecondsPerSecond)
    }
}
