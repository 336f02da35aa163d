import CLinux
public import Protocol

/// The real clocks.
///
/// Both are read through the vDSO, without a system call.
public enum Clock {
    /// Reads both clocks, once a turn, one after the other.
    public static func now() -> Instant {
        Instant(boot: bootTime(), wall: WallTime(nanoseconds: clinux_wall_time()))
    }

    /// Reads the clock that counts from boot and through suspends.
    public static func bootTime() -> MonotonicTime {
        MonotonicTime(nanoseconds: clinux_boot_time())
    }
}
