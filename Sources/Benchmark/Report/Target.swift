import Harness

/// What a figure must reach.
enum Target: Equatable {
    case valueAtMost(Double)
    case ratioAtMost(Double)
    case ratioAtLeast(Double)

    /// Tells whether medians reach it; a ratio that could not be taken does not.
    func isMet(value: Double, ratio: Double?) -> Bool {
        switch self {
        case .valueAtMost(let bound): value <= bound
        case .ratioAtMost(let bound): ratio.map { $0 <= bound } ?? false
        case .ratioAtLeast(let bound): ratio.map { $0 >= bound } ?? false
        }
    }

    /// For the table.
    func text(unit: String) -> String {
        switch self {
        case .valueAtMost(let bound): "≤ \(Decimals.text(bound)) \(unit)"
        case .ratioAtMost(let bound): "≤ \(Decimals.text(bound)) ×"
        case .ratioAtLeast(let bound): "≥ \(Decimals.text(bound)) ×"
        }
    }
}
