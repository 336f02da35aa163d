/// The protocol versions a program speaks, both ends included.
public struct ProtocolRange: Equatable, Sendable {
    /// What this build speaks.
    public static let supported = ProtocolRange(oldest: 1, newest: 1)

    /// The oldest version.
    public var oldest: Int
    /// The newest version; not below `oldest`.
    public var newest: Int

    /// Creates a range.
    public init(oldest: Int, newest: Int) {
        self.oldest = oldest
        self.newest = newest
    }

    /// Returns the newest version that both speak, or nil if the ranges do not meet.
    public func negotiated(with other: ProtocolRange) -> Int? {
        let version = min(newest, other.newest)
        return version >= max(oldest, other.oldest) ? version : nil
    }
}
