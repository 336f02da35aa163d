/// One ledger-wide counter, one value an attempt; every write from a worker carries it.
public struct Fence: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The count.
    public let rawValue: UInt64

    /// Creates one from a count.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The one that follows.
    public var next: Fence { Fence(rawValue + 1) }

    /// Orders two.
    public static func < (lhs: Fence, rhs: Fence) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// The count as text.
    public var description: String { String(rawValue) }
}
