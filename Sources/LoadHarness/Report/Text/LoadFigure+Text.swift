extension LoadFigure {
    /// The value with its unit; `-` if nothing was measured.
    var valueText: String { sampleCount > 0 ? NumberText.measure(value, unit) : "-" }

    /// `met`, `MISSED`, or nil without a bound.
    var verdictText: String? {
        guard let isMet else { return nil }
        guard sampleCount > 0 else { return "MISSED, nothing measured" }
        return isMet ? "met" : "MISSED"
    }
}
