/// Colours for the words that tell good from bad; none in a pipe.
enum Style {
    /// No colours.
    case plain
    /// The colours that every terminal has.
    case colored

    /// Decides by the terminal, `NO_COLOR` and `--no-color`.
    init(isTerminal: Bool, isRefused: Bool) {
        self = isTerminal && !isRefused ? .colored : .plain
    }

    /// Colours a cell that is one of the known words, and leaves every other.
    func paint(_ word: String) -> String {
        guard self == .colored, let code = Self.code(of: word) else { return word }
        return "\u{1B}[\(code)m\(word)\u{1B}[0m"
    }

    private static func code(of word: String) -> String? {
        switch word {
        case "active", "completed", "idle", "ok", "ready", "running": "32"
        case "blocked", "deferred", "draining", "interrupted", "paused", "recovering", "starting",
            "stopping", "warn":
            "33"
        case "crashed", "degraded", "fail", "failed", "timed_out": "31"
        case "cancelled", "drained", "queued", "retired": "2"
        default: nil
        }
    }
}
