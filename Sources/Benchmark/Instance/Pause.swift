import Protocol
import System

/// Waits without doing anything.
enum Pause {
    /// Waits so long, or a little longer.
    ///
    /// - Throws: `BenchmarkError`, never in practice.
    static func microseconds(_ count: UInt64) throws(BenchmarkError) {
        try BenchmarkError.describing { () throws(SystemError) in
            let deadline = Clock.bootTime() + Interval(nanoseconds: count * 1_000)
            // A timer of the loop wakes within microseconds; poll(2) counts whole milliseconds.
            _ = try EventLoop().wait(until: deadline)
        }
    }
}
