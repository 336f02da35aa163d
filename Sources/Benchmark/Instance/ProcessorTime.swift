import Harness
import System

/// How long processes have run, by the scheduler's own count.
enum ProcessorTime {
    /// Adds up the times of some processes that are alive.
    ///
    /// - Returns: Nanoseconds.
    /// - Throws: `HarnessError` when one is gone.
    static func sum(of processes: [Int32]) throws(HarnessError) -> UInt64 {
        var sum: UInt64 = 0
        for pid in processes {
            let text = try HarnessError.describing { () throws(SystemError) in
                try Files.readText("/proc/\(pid)/schedstat", byteCountMax: 256)
            }
            guard let word = text.split(separator: " ").first, let time = UInt64(word) else {
                throw HarnessError("/proc/\(pid)/schedstat has no times")
            }
            sum += time
        }
        return sum
    }
}
