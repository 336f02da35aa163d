import CLinux

/// What a registration waits for.
///
/// Hang-ups and errors are always reported.
public struct Interest: OptionSet, Hashable, Sendable {
    /// Bytes to read, a connection to accept, an ended process.
    public static let read = Interest(rawValue: CLINUX_READABLE)
    /// Room to write.
    public static let write = Interest(rawValue: CLINUX_WRITABLE)

    /// The bits that CLinux takes.
    public let rawValue: UInt32

    /// Creates a set from its bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}
