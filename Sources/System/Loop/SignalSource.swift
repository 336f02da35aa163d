import CLinux

/// Signals as something to read: blocked in the process, delivered through a descriptor.
///
/// Create it before any other thread exists: the block holds for the calling thread and those it
/// starts. It stays when the source ends, and over an execve, so that no signal is lost between the
/// two images of an upgrade; programs that `SpawnRequest` starts have none blocked.
public final class SignalSource {
    /// The descriptor to register for reading; owned by the source.
    public let descriptor: Int32
    private let owner: Descriptor

    /// Blocks the signals and opens the descriptor.
    ///
    /// SIGCHLD gets its default disposition, because a process started with SIGCHLD ignored would
    /// never learn how its children ended.
    ///
    /// - Parameter signals: Not `kill` or `stop`, which cannot be blocked.
    /// - Throws: `SystemError`, for lack of descriptors or a number that is no signal.
    public init(_ signals: [Signal]) throws(SystemError) {
        try SystemCall.check("reset signal", "17", clinux_signal_default(SIGCHLD))
        let numbers = signals.map(\.rawValue)
        let fd = clinux_signal_open(numbers, numbers.count)
        owner = Descriptor(adopting: try SystemCall.check("open signals", nil, fd))
        descriptor = owner.rawValue
    }

    /// Takes the signals that have come, without waiting.
    ///
    /// - Returns: In the kernel's order; the same signal twice before a read comes once. At most 64.
    /// - Throws: `SystemError`, only for defects.
    public func read() throws(SystemError) -> [Signal] {
        var signals: [Signal] = []
        while signals.count < 64 {
            let number = clinux_signal_read(descriptor)
            if number == -Errno.wouldBlock.rawValue { break }
            signals.append(Signal(rawValue: try SystemCall.check("read signals", nil, number)))
        }
        return signals
    }
}
