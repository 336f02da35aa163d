import DataStructures
import Protocol

/// The two clocks of the simulated machine, and everything that is going to happen.
///
/// What was planned for a time that has passed meanwhile (the machine was suspended) happens at
/// once, in the order it was planned.
struct VirtualClock {
    /// Nanoseconds since boot.
    private(set) var nanoseconds: UInt64 = 1_000_000_000
    /// Civil time minus boot time.
    private(set) var wallOffset: Int64 = 1_795_000_000_000_000_000
    private var schedule = DeadlineHeap<UInt64, Action>()

    /// The one reading of this moment.
    var now: Instant {
        Instant(
            boot: MonotonicTime(nanoseconds: nanoseconds),
            wall: WallTime(nanoseconds: wallOffset + Int64(nanoseconds))
        )
    }

    /// True if nothing is planned.
    var isEmpty: Bool { schedule.isEmpty }

    /// Plans an action.
    mutating func plan(_ action: Action, after wait: Interval) {
        schedule.push(action, at: nanoseconds + wait.nanoseconds)
    }

    /// Plans an action for a time on the boot clock; one that has passed is now.
    mutating func plan(_ action: Action, at time: MonotonicTime) {
        schedule.push(action, at: max(time.nanoseconds, nanoseconds))
    }

    /// Goes to the next action and returns it; nil if nothing is planned.
    mutating func next() -> Action? {
        guard let (time, action) = schedule.popFirst() else { return nil }
        nanoseconds = max(nanoseconds, time)
        return action
    }

    /// The machine sleeps: both clocks go on and nothing happens.
    mutating func suspend(for length: Interval) {
        nanoseconds += length.nanoseconds
    }

    /// Somebody sets civil time.
    mutating func stepWall(by nanoseconds: Int64) {
        wallOffset += nanoseconds
    }
}
