extension LoadFigure {
    /// The same with a value that it must not exceed; unchanged without one.
    func atMost(_ limit: Double?) -> LoadFigure {
        guard let limit else { return self }
        return bounded("≤ \(NumberText.measure(limit, unit))", value <= limit)
    }

    /// The same with a value that it must reach; unchanged without one.
    func atLeast(_ limit: Double?) -> LoadFigure {
        guard let limit else { return self }
        return bounded("≥ \(NumberText.measure(limit, unit))", value >= limit)
    }

    /// A bound on what was never measured is not kept: nothing shows that it is.
    private func bounded(_ bound: String, _ isKept: Bool) -> LoadFigure {
        var figure = self
        figure.bound = bound
        figure.isMet = isKept && sampleCount > 0
        return figure
    }
}
