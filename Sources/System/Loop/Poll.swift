import CLinux
public import Protocol

/// A single wait for programs without an event loop.
public enum Poll {
    /// Waits until a descriptor has something to read, has ended, or the deadline has come.
    ///
    /// - Parameters:
    ///   - descriptor: An open descriptor.
    ///   - deadline: Boot time; nil means never.
    /// - Returns: False when the deadline came first.
    /// - Throws: `SystemError`, only for lack of memory.
    public static func waitReadable(
        _ descriptor: Int32,
        until deadline: MonotonicTime?
    ) throws(SystemError) -> Bool {
        try wait([(descriptor, .read)], until: deadline) != []
    }

    /// Waits until a descriptor takes bytes, has failed, or the deadline has come.
    ///
    /// - Parameters:
    ///   - descriptor: An open descriptor.
    ///   - deadline: Boot time; nil means never.
    /// - Returns: False when the deadline came first.
    /// - Throws: `SystemError`, only for lack of memory.
    public static func waitWritable(
        _ descriptor: Int32,
        until deadline: MonotonicTime?
    ) throws(SystemError) -> Bool {
        try wait([(descriptor, .write)], until: deadline) != []
    }

    /// Waits for the first of several descriptors.
    ///
    /// - Parameters:
    ///   - items: At most 64 descriptors, each with what to wait for.
    ///   - deadline: Boot time; nil means never; one that has passed makes it a check.
    /// - Returns: The descriptors that are ready, ended or failed, in the order given; empty when
    ///   the deadline came first.
    /// - Throws: `SystemError` with `invalidArgument` for more than 64.
    public static func wait(
        _ items: [(descriptor: Int32, interest: Interest)],
        until deadline: MonotonicTime?
    ) throws(SystemError) -> [Int32] {
        var set = items.map {
            clinux_poll_info(fd: $0.descriptor, interest: $0.interest.rawValue, events: 0)
        }
        while true {
            let milliseconds = remaining(until: deadline)
            let count = set.withUnsafeMutableBufferPointer { entries in
                clinux_poll(entries.baseAddress, entries.count, milliseconds)
            }
            if try SystemCall.check("poll", nil, count) > 0 {
                return set.filter { $0.events != 0 }.map(\.fd)
            }
            if milliseconds == 0 { return [] }
        }
    }

    /// Milliseconds to the deadline, rounded up, at most a minute so that a suspend that poll(2)
    /// does not count is noticed; -1 without one.
    private static func remaining(until deadline: MonotonicTime?) -> Int32 {
        guard let deadline else { return -1 }
        let nanoseconds = deadline.since(Clock.bootTime()).nanoseconds
        return Int32(min((nanoseconds + 999_999) / 1_000_000, 60_000))
    }
}
