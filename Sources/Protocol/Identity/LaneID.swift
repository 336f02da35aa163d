/// The name of a lane (`vp_id`): words of `[a-z0-9]` joined by single `.` or `-`, 1 to 48 bytes.
///
/// 48 bytes because a socket path has 107, and the name is its last component.
public struct LaneID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The most bytes a name may have.
    public static let byteCountMax = 48

    /// The name.
    public let rawValue: String

    /// Creates a name, or returns nil if `rawValue` is not of the form above.
    public init?(_ rawValue: String) {
        guard (1...Self.byteCountMax).contains(rawValue.utf8.count) else { return nil }
        var isWordOpen = false
        for byte in rawValue.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                isWordOpen = true
            case UInt8(ascii: "."), UInt8(ascii: "-"):
                guard isWordOpen else { return nil }
                isWordOpen = false
            default:
                return nil
            }
        }
        guard isWordOpen else { return nil }
        self.rawValue = rawValue
    }

    /// Orders two names by their bytes.
    public static func < (lhs: LaneID, rhs: LaneID) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The name.
    public var description: String { rawValue }
}
