@testable import LaneControl

/// Keeps what a command writes.
final class RecordingConsole: Console {
    var isTerminal = false
    var columnCount: Int?
    /// Called with all output after each write.
    var onWrite: (String) -> Void = { _ in }
    private(set) var output = ""
    private(set) var notes = ""

    func write(_ text: String) {
        output += text
        onWrite(output)
    }

    func note(_ line: String) {
        notes += line + "\n"
    }
}
