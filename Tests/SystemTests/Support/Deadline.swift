import Protocol
import System

/// Deadlines for things that happen at once unless something is broken.
enum Deadline {
    /// Ten seconds from now.
    static var soon: MonotonicTime { Clock.bootTime() + .seconds(10) }

    /// Asks until the answer is yes; returns false when it still is no at the deadline.
    static func wait(until condition: () throws -> Bool) throws -> Bool {
        let deadline = soon
        while try !condition() {
            if Clock.bootTime() > deadline { return false }
            _ = try Poll.wait([], until: Clock.bootTime() + .milliseconds(2))
        }
        return true
    }
}
