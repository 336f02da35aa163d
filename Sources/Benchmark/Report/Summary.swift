import Harness

/// One figure over all runs: medians and spread.
struct Summary {
    let name: String
    let unit: String
    let limitName: String
    let target: Target?
    let value: Double
    let least: Double
    let most: Double
    let limit: Double?
    let ratio: Double?
    /// Samples of one run.
    let sampleCount: Int
    let runCount: Int

    /// Nil for a figure without a target.
    var isMet: Bool? { target?.isMet(value: value, ratio: ratio) }

    /// Sums up the same figure of each run.
    ///
    /// - Parameter figures: At least one, all of the same name.
    init?(_ figures: [Figure]) {
        guard let first = figures.first else { return nil }
        var values = Samples()
        var limits = Samples()
        var ratios = Samples()
        for figure in figures {
            values.add(figure.value)
            if let limit = figure.limit { limits.add(limit) }
            if let ratio = figure.ratio { ratios.add(ratio) }
        }
        name = first.name
        unit = first.unit
        limitName = first.limitName
        target = first.target
        value = values.median
        least = values.least
        most = values.most
        limit = limits.count > 0 ? limits.median : nil
        ratio = ratios.count > 0 ? ratios.median : nil
        sampleCount = figures.map(\.sampleCount).min() ?? 0
        runCount = figures.count
    }

    /// Sums up whole runs, which have the same figures in the same order.
    static func all(_ runs: [[Figure]]) -> [Summary] {
        guard let first = runs.first else { return [] }
        return first.indices.compactMap { index in
            Summary(runs.compactMap { index < $0.count ? $0[index] : nil })
        }
    }
}
