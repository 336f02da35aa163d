import Harness

/// One number of one run, and what stands beside it.
struct Figure {
    /// What it is, the same in every run.
    let name: String
    /// The unit of `value` and `limit`.
    let unit: String
    let value: Double
    /// The bare limit, measured in the same run; nil where there is none.
    var limit: Double?
    /// What the limit is.
    var limitName = ""
    /// What must hold; nil for a number that only explains others.
    var target: Target?
    /// How many samples it is made of.
    var sampleCount = 1

    /// The value in limits; nil without a limit above zero.
    var ratio: Double? {
        guard let limit, limit > 0 else { return nil }
        return value / limit
    }

    /// A quantile of times to a start, in milliseconds, beside that of a bare spawn; at most `bound`
    /// milliseconds are allowed.
    static func start(
        _ name: String,
        _ values: Samples,
        _ bareSpawns: Samples,
        _ share: Double,
        _ bound: Double?
    ) -> Figure {
        Figure(
            name: name,
            unit: "ms",
            value: values.quantile(share),
            limit: bareSpawns.quantile(share),
            limitName: "bare spawn",
            target: bound.map { .valueAtMost($0) },
            sampleCount: values.count
        )
    }
}
