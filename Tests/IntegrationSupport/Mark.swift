public import Protocol
import System

/// A line that a run appended about itself.
public struct Mark: Hashable {
    /// The mission that ran.
    public let mission: String
    /// The process.
    public let process: ProcessIdentity
    /// The fence of its attempt.
    public let fence: UInt64
    /// True for the last line of a run, false for the first.
    public let isEnd: Bool
    /// True if another run of the mission was alive when this one began.
    public let isOverlap: Bool

    /// Reads `mission pid starttime fence start|overlap|end`.
    public init?(_ line: Substring) {
        let words = line.split(separator: " ")
        guard words.count == 5, let pid = Int32(words[1]), let ticks = UInt64(words[2]),
            let fence = UInt64(words[3]), ["start", "overlap", "end"].contains(words[4])
        else { return nil }
        mission = String(words[0])
        process = ProcessIdentity(pid: pid, startTicks: ticks)
        self.fence = fence
        isEnd = words[4] == "end"
        isOverlap = words[4] == "overlap"
    }

    /// Reads a file of marks.
    ///
    /// - Returns: In the order in which they were written; empty if there is no file.
    /// - Throws: `TestFailure` for a line that is no mark.
    public static func read(_ path: String) throws -> [Mark] {
        guard Files.exists(path) else { return [] }
        let text = try Files.readText(path, byteCountMax: 256 << 20)
        return try text.split(separator: "\n").map { line in
            guard let mark = Mark(line) else { throw TestFailure("no mark: \(line)") }
            return mark
        }
    }
}
