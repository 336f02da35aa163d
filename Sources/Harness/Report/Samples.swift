package import Protocol

/// Measured values of one kind, in any order.
package struct Samples {
    package private(set) var values: [Double] = []

    /// Creates none.
    package init() {}

    package var count: Int { values.count }

    /// Adds a value.
    package mutating func add(_ value: Double) {
        values.append(value)
    }

    /// Adds a span, in milliseconds.
    package mutating func add(_ span: Interval) {
        values.append(Double(span.nanoseconds) / 1e6)
    }

    /// Finds the value that a share of all values does not exceed, by the nearest rank.
    ///
    /// - Parameter share: 0 to 1, for example 0.99.
    /// - Returns: A value that was measured; 0 without values.
    package func quantile(_ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let rank = (share * Double(sorted.count)).rounded(.up)
        return sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
    }

    package var median: Double { quantile(0.5) }
    package var p99: Double { quantile(0.99) }
    package var sum: Double { values.reduce(0, +) }
    package var least: Double { values.min() ?? 0 }
    package var most: Double { values.max() ?? 0 }
}
