/// How much a value grew from the first to the last quarter of what was sampled.
///
/// Medians of the quarters: one peak is no growth.
struct Growth: Equatable, Sendable {
    let first: Double
    let last: Double
    let sampleCount: Int

    /// Compares the quarters.
    ///
    /// - Parameter values: In the order of time; nil if fewer than four.
    init?(_ values: [Double]) {
        let count = values.count / 4
        guard count > 0 else { return nil }
        first = Distribution(Array(values.prefix(count))).quantile(0.5)
        last = Distribution(Array(values.suffix(count))).quantile(0.5)
        sampleCount = values.count
    }

    /// Negative where it shrank.
    var difference: Double { last - first }

    /// Of the first; 0 where that is 0.
    var percent: Double { first > 0 ? difference * 100 / first : 0 }
}
