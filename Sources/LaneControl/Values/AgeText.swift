import Protocol

/// Lengths of time as operators know them from kubectl: `42s`, `3m12s`, `5h`, `2d4h`.
enum AgeText {
    /// At most two units, the smaller only while it matters.
    static func text(_ interval: Interval) -> String {
        let milliseconds = interval.wholeMilliseconds
        if milliseconds < 1_000 { return "\(milliseconds)ms" }
        return text(seconds: interval.wholeSeconds)
    }

    /// The same for whole seconds.
    static func text(seconds: UInt64) -> String {
        let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400)
        switch seconds {
        case 0..<120: return "\(seconds)s"
        case 120..<3_600: return "\(minutes)m" + part(seconds % 60, "s")
        case 3_600..<172_800: return "\(hours)h" + part(minutes % 60, "m")
        default: return "\(days)d" + part(hours % 24, "h")
        }
    }

    /// How long ago `time` was; `-` if there is none.
    static func since(_ time: WallTime?, at now: WallTime) -> String {
        time.map { text(seconds: now.since($0).wholeSeconds) } ?? "-"
    }

    private static func part(_ count: UInt64, _ unit: String) -> String {
        count == 0 ? "" : "\(count)\(unit)"
    }
}
