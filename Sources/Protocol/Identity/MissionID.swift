/// The globally unique name of a mission; one that we make sorts by creation time.
public struct MissionID: Hashable, Comparable, Sendable, CustomStringConvertible {
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
    public static func < (lhs: MissionID, rhs: MissionID) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The text.
    public var description: String { rawValue }
}
