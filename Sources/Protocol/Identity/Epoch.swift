/// Which incarnation of the supervisor; committed before the first `hello`.
public struct Epoch: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The count.
    public let rawValue: UInt64

    /// Creates one from a count.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The one that follows.
    public var next: Epoch { Epoch(rawValue + 1) }

    /// Orders two.
    public static func < (lhs: Epoch, rhs: Epoch) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The count as text.
    public var description: String { String(rawValue) }
}
