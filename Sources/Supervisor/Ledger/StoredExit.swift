import Protocol

/// How a process ended, as one word of a column: `code:0`, `signal:9`, `unknown`.
enum StoredExit {
    static func text(_ status: ExitStatus) -> String {
        switch status {
        case .code(let code): "code:\(code)"
        case .signal(let signal): "signal:\(signal)"
        case .unknown: "unknown"
        }
    }

    /// Returns nil for a text that `text` does not give.
    static func status(_ text: String) -> ExitStatus? {
        if text == "unknown" { return .unknown }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int32(parts[1]) else { return nil }
        switch parts[0] {
        case "code": return .code(number)
        case "signal": return .signal(number)
        default: return nil
        }
    }
}
