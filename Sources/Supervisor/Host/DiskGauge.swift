import ControlPlane
import Protocol
import System

/// Measures the free space of the state folder's file system, at most every few seconds.
struct DiskGauge {
    private static let interval = Interval.seconds(5)

    let path: String
    private var measuredAt: MonotonicTime?
    private var isLow = false

    init(path: String) {
        self.path = path
    }

    /// When to measure although nothing else happens: while space is short, its return is awaited.
    var nextDeadline: MonotonicTime? {
        isLow ? measuredAt.map { $0 + Self.interval } : nil
    }

    /// Measures if it is time to, and returns what is news then.
    ///
    /// Below `minFreeMiB` it is measured again without another cause. If it throws, the last figure
    /// stands.
    mutating func measure(
        at now: MonotonicTime,
        minFreeMiB: UInt64
    ) throws(SystemError) -> Event? {
        if let measuredAt, now.since(measuredAt) < Self.interval { return nil }
        measuredAt = now
        let freeMiB = UInt64(max(0, try Files.freeByteCount(at: path))) / 1_048_576
        isLow = freeMiB < minFreeMiB
        return .diskMeasured(freeMiB: freeMiB)
    }
}
