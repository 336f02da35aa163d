public import Protocol
import System

/// Waiting with an end.
public enum Deadline {
    /// The boot time so many seconds ahead.
    public static func after(_ seconds: Double) -> MonotonicTime {
        Clock.bootTime() + .milliseconds(UInt64(seconds * 1_000))
    }

    /// Waits for what nothing tells us: looks every other millisecond.
    ///
    /// - Parameters:
    ///   - what: Names it in the failure.
    ///   - seconds: How long to wait.
    ///   - value: Nil while it is not there.
    /// - Returns: The first value that is not nil.
    /// - Throws: `TestFailure` at the deadline; what `value` throws.
    @discardableResult
    public static func wait<Value>(
        for what: String,
        seconds: Double = 20,
        _ value: () throws -> Value?
    ) throws -> Value {
        let deadline = after(seconds)
        while true {
            if let value = try value() { return value }
            guard Clock.bootTime() < deadline else {
                throw TestFailure("not within \(seconds) s: \(what)")
            }
            _ = try Poll.wait([], until: Clock.bootTime() + .milliseconds(2))
        }
    }

    /// Waits until something is true.
    public static func wait(
        until what: String,
        seconds: Double = 20,
        _ isTrue: () throws -> Bool
    ) throws {
        try wait(for: what, seconds: seconds) { try isTrue() ? true : nil }
    }
}
