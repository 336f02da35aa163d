/// The name of a runtime session within a lane.
public struct SessionID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The most bytes one may have.
    public static let byteCountMax = 64

    /// The text.
    public let rawValue: String

    /// Creates one, or returns nil unless it has 1 to `byteCountMax` bytes of `[A-Za-z0-9._-]` and
    /// does not start with `.` or `-`, so that it is safe in a path and in an argument list.
    public init?(_ rawValue: String) {
        guard IdentifierText.isValid(rawValue, byteCountMax: Self.byteCountMax) else { return nil }
        self.rawValue = rawValue
    }

    /// Orders two by their bytes.
    public static func < (lhs: SessionID, rhs: SessionID) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The text.
    public var description: String { rawValue }
}
