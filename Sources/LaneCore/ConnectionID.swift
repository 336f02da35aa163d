extension LaneCore {
    /// One connection to the lane's socket; never used again for another.
    public struct ConnectionID: Hashable, Comparable, Sendable {
        /// The count of connections when it was accepted.
        public let rawValue: UInt64

        /// Creates one from a count.
        public init(_ rawValue: UInt64) {
            self.rawValue = rawValue
        }

        /// Orders two by the time they were accepted.
        public static func < (lhs: ConnectionID, rhs: ConnectionID) -> Bool {
            lhs.rawValue < rhs.rawValue
        }
    }
}
