/// How much a log line matters.
public enum LogLevel: String, CaseIterable, Comparable, Sendable {
    /// An operator must act.
    case error
    /// The system acted by itself.
    case warning
    /// The state of a lane, a worker or the configuration changed.
    case info
    /// Something happened to one mission.
    case debug

    /// Orders by importance: `error < debug`.
    public static func < (lhs: LogLevel, rhs: LogLevel) -> Bool {
        lhs.priority < rhs.priority
    }

    /// The number that syslog and journald use.
    ///
    /// Source: sd-daemon(3).
    var priority: UInt8 {
        switch self {
        case .error: 3
        case .warning: 4
        case .info: 6
        case .debug: 7
        }
    }
}
