import ControlPlane
import Protocol
import System

/// Measures the machine's memory and pressure, in turns that are taken anyway, at most every 2 s.
///
/// It wakes nobody: while something waits for its figures, the core asks for a turn.
struct HostGauge {
    /// How old figures may be when a turn is taken.
    private static let interval = Interval.seconds(2)

    private let memory = HostMemory()
    private var measuredAt: MonotonicTime?

    /// Measures if it is time to; nil if the last figures stand.
    mutating func measure(at now: MonotonicTime) -> Event? {
        if let measuredAt, now.since(measuredAt) < Self.interval { return nil }
        measuredAt = now
        var figures = HostFigures()
        figures.availableKiB = memory.availableKiB()
        figures.memoryPressurePercent = Pressure.memory.recentPercent()
        figures.cpuPressurePercent = Pressure.cpu.recentPercent()
        return .hostMeasured(figures)
    }
}
