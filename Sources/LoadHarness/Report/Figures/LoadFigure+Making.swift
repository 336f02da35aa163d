extension LoadFigure {
    /// A place in a distribution of times, in milliseconds.
    ///
    /// - Parameters:
    ///   - name: Of the distribution, for people.
    ///   - key: Of the distribution, for machines; the place and the unit are added.
    ///   - values: In milliseconds.
    ///   - quantile: Which place. A p99 from fewer than 200 values says that it only informs.
    /// - Returns: The figure, without a bound.
    static func time(
        _ name: String,
        _ key: String,
        _ values: Distribution,
        _ quantile: Quantile
    ) -> LoadFigure {
        var figure = LoadFigure(
            name: "\(name), \(quantile.rawValue)",
            key: "\(key)_\(quantile.rawValue)_ms",
            unit: "ms",
            value: values.quantile(quantile.share),
            sampleCount: values.count
        )
        if (1..<quantile.sampleCountMin).contains(values.count) { figure.note = "few samples" }
        return figure
    }

    /// A share in percent.
    ///
    /// - Parameters:
    ///   - name: For people.
    ///   - key: For machines, without the unit.
    ///   - part: How many of them.
    ///   - whole: Of how many; with 0 nothing was measured.
    /// - Returns: The figure, without a bound.
    static func share(
        _ name: String,
        _ key: String,
        _ part: Int,
        of whole: Int
    ) -> LoadFigure {
        LoadFigure(
            name: name,
            key: "\(key)_percent",
            unit: "%",
            value: whole == 0 ? 0 : Double(part) * 100 / Double(whole),
            sampleCount: whole
        )
    }

    /// A number of things that were counted.
    static func count(
        _ name: String,
        _ key: String,
        _ count: Int,
        _ unit: String
    ) -> LoadFigure {
        LoadFigure(name: name, key: key, unit: unit, value: Double(count))
    }
}
