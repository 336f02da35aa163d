import Protocol

/// Measured values of one kind, in any order.
struct Samples {
    private(set) var values: [Double] = []

    var count: Int { values.count }

    mutating func add(_ value: Double) {
        values.append(value)
    }

    /// Adds a span, in milliseconds.
    mutating func add(_ span: Interval) {
        values.append(Double(span.nanoseconds) / 1e6)
    }

    /// Finds the value that a share of all values does not exceed, by the nearest rank.
    ///
    /// - Parameter share: 0 to 1, for example 0.99.
    /// - Returns: A value that was measured; 0 without values.
    func quantile(_ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let rank = (share * Double(sorted.count)).rounded(.up)
        return sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
    }

    var median: Double { quantile(0.5) }
    var p99: Double { quantile(0.99) }
    var sum: Double { values.reduce(0, +) }
    var least: Double { values.min() ?? 0 }
    var most: Double { values.max() ?? 0 }
}
