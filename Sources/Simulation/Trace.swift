import DataStructures

/// What happened: as a hash always, as text only where somebody is going to read it.
struct Trace {
    private(set) var hash = TraceHash()
    /// Lines, oldest first; empty unless recorded.
    private(set) var lines: [String] = []
    let isRecorded: Bool

    init(isRecorded: Bool) {
        self.isRecorded = isRecorded
    }

    /// Folds an integer into the hash.
    mutating func fold(_ word: UInt64) {
        hash.fold(word)
    }

    /// Notes a line.
    mutating func note(_ line: @autoclosure () -> String) {
        if isRecorded { lines.append(line()) }
    }
}
