extension LoadFigure {
    /// The value with its unit; `-` if nothing was measured.
    var valueText: String { sampleCount > 0 ? NumberText.measure(value, unit) : "-" }

    /// How many values it is made of; empty for one that was simply counted.
    var sampleCountText: String { sampleCount == 1 ? "" : NumberText.count(sampleCount) }

    /// `met`, `MISSED`, or nil without a bound.
    var verdictText: String? {
        guard let isMet else { return nil }
        guard sampleCount > 0 else { return "MISSED, nothing measured" }
        return isMet ? "met" : "MISSED"
    }
}
