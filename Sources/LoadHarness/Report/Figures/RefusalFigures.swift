import Protocol

/// What was not taken.
enum RefusalFigures {
    /// How many submits were refused, and for which reasons.
    static func all(_ refusals: [Refusal]) -> [LoadFigure] {
        let count = refusals.reduce(0) { $0 + $1.count }
        return [.count("refused", "refused", count, "submits")]
            + ReasonCode.allCases.compactMap { reason -> LoadFigure? in
                let count = refusals.filter { $0.reason == reason }.reduce(0) { $0 + $1.count }
                guard count > 0 else { return nil }
                let words = reason.rawValue.split(separator: "_").joined(separator: " ")
                return .count("refused: \(words)", "refused_\(reason.rawValue)", count, "submits")
            }
    }
}
