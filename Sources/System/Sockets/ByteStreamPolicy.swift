/// The bounds of one byte stream, in bytes.
public struct ByteStreamPolicy: Hashable, Sendable {
    /// The most that one call of `readAvailable` reads, so that one peer cannot own a turn.
    public var readByteCountMax = 256 * 1_024
    /// The most unread input that is held; reading pauses there.
    public var inputByteCountMax = 4 * 1_024 * 1_024
    /// The most unsent output that is held; more is refused.
    public var outputByteCountMax = 8 * 1_024 * 1_024
    /// Above this much unsent output the stream is congested.
    public var outputHighWatermark = 1_024 * 1_024
    /// Down to this much unsent output it stops being congested.
    public var outputLowWatermark = 256 * 1_024

    /// Creates a policy with the defaults above.
    public init() {}
}
