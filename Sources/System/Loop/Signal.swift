import CLinux

/// A signal's number.
public struct Signal: Hashable, Sendable, CustomStringConvertible {
    /// `SIGHUP`, 1.
    public static let hangup = Signal(rawValue: SIGHUP)
    /// `SIGINT`, 2.
    public static let interrupt = Signal(rawValue: SIGINT)
    /// `SIGKILL`, 9.
    public static let kill = Signal(rawValue: SIGKILL)
    /// `SIGUSR2`, 12.
    public static let user2 = Signal(rawValue: SIGUSR2)
    /// `SIGPIPE`, 13.
    public static let brokenPipe = Signal(rawValue: SIGPIPE)
    /// `SIGTERM`, 15.
    public static let terminate = Signal(rawValue: SIGTERM)
    /// `SIGCHLD`, 17.
    public static let child = Signal(rawValue: SIGCHLD)
    /// `SIGCONT`, 18.
    public static let resume = Signal(rawValue: SIGCONT)
    /// `SIGSTOP`, 19.
    public static let stop = Signal(rawValue: SIGSTOP)

    /// The kernel's number, 1 to 64.
    public let rawValue: Int32

    /// Creates one from the kernel's number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The number in decimal, as logs show it (`signal:9`).
    public var description: String { "\(rawValue)" }

    /// Makes the process ignore the signal; a program it executes starts with the default again.
    ///
    /// Called once at start, for `brokenPipe`: a write to a closed pipe is then an error.
    ///
    /// - Throws: `SystemError` for `kill` and `stop`, which cannot be ignored.
    public func ignore() throws(SystemError) {
        try SystemCall.check("ignore signal", description, clinux_signal_ignore(rawValue))
    }
}
