extension Optional where Wrapped: Comparable {
    /// The earlier of two times that may be never; nil if both are.
    func earlier(_ other: Wrapped?) -> Wrapped? {
        guard let self else { return other }
        return other.map { Swift.min(self, $0) } ?? self
    }
}
