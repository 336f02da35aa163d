/// Measured values of one kind in ascending order.
///
/// Sorted once, because quantiles and plots ask for the order many times.
struct Distribution: Equatable, Sendable {
    /// Ascending.
    let values: [Double]

    /// Sorts values; what is no number is left out.
    ///
    /// - Complexity: O(n log n).
    init(_ values: [Double]) {
        self.values = values.filter(\.isFinite).sorted()
    }

    /// How many there are.
    var count: Int { values.count }

    /// The largest; 0 without values.
    var most: Double { values.last ?? 0 }

    /// Their mean; 0 without values.
    var mean: Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

    /// Finds the value that a share of all values does not exceed, by the nearest rank.
    ///
    /// - Parameter share: 0 to 1, for example 0.99.
    /// - Returns: A value that was measured; 0 without values.
    func quantile(_ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let rank = Int((share * Double(values.count)).rounded(.up))
        return values[min(max(rank - 1, 0), values.count - 1)]
    }
}
