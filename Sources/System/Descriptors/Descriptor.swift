import CLinux

/// The owner of one open descriptor: closes it at the end of its life.
///
/// It cannot be copied, so there is one owner at a time. Every descriptor that this module creates
/// is closed in programs that the process executes (CLOEXEC).
public struct Descriptor: ~Copyable, Sendable {
    /// The kernel's number, valid while this value lives.
    public let rawValue: Int32

    /// Takes over an open descriptor; nobody else may close it.
    public init(adopting rawValue: Int32) {
        self.rawValue = rawValue
    }

    deinit {
        // Nothing can be done about a failing close, and the number is free in any case.
        _ = clinux_close(rawValue)
    }

    /// Gives up the descriptor without closing it; the caller owns the number.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }

    /// Creates a second descriptor for the same open file.
    ///
    /// - Throws: `SystemError`, for lack of descriptors.
    public borrowing func duplicate() throws(SystemError) -> Descriptor {
        Descriptor(adopting: try SystemCall.check("duplicate", nil, clinux_duplicate(rawValue)))
    }

    /// Makes reads and writes return at once, for everyone who shares the open file.
    ///
    /// - Throws: `SystemError`; the mode is unchanged.
    public borrowing func setNonBlocking(_ enabled: Bool) throws(SystemError) {
        let value: Int32 = enabled ? 1 : 0
        try SystemCall.check("set mode of", nil, clinux_set_nonblocking(rawValue, value))
    }

    /// Opens `/dev/null` for reading and writing.
    ///
    /// - Throws: `SystemError`, for lack of descriptors or in a root without it.
    public static func openNull() throws(SystemError) -> Descriptor {
        let path = "/dev/null"
        let fd = clinux_open(path, CLINUX_OPEN_READ_WRITE, 0)
        return Descriptor(adopting: try SystemCall.check("open", path, fd))
    }
}
