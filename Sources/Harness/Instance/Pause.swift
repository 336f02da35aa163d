import Protocol
import System

/// Waits without doing anything.
package enum Pause {
    /// Waits so long, or a little longer.
    ///
    /// - Throws: `HarnessError`, never in practice.
    package static func microseconds(_ count: UInt64) throws(HarnessError) {
        try HarnessError.describing { () throws(SystemError) in
            let deadline = Clock.bootTime() + Interval(nanoseconds: count * 1_000)
            // A timer of the loop wakes within microseconds; poll(2) counts whole milliseconds.
            _ = try EventLoop().wait(until: deadline)
        }
    }
}
