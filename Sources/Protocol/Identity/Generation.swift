/// Which incarnation of a lane's worker process; 0 means there never was one.
public struct Generation: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The count.
    public let rawValue: UInt64

    /// Creates one from a count.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The one that follows.
    public var next: Generation { Generation(rawValue + 1) }

    /// Orders two.
    public static func < (lhs: Generation, rhs: Generation) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The count as text.
    public var description: String { String(rawValue) }
}
