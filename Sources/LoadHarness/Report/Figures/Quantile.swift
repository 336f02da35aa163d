/// A place in a distribution that a report tells.
enum Quantile: String, CaseIterable, Sendable {
    case p50
    case p95
    case p99
    case max

    /// The share of the values that are not above it.
    var share: Double {
        switch self {
        case .p50: 0.5
        case .p95: 0.95
        case .p99: 0.99
        case .max: 1
        }
    }

    /// The fewest values of which one can be taken for more than a hint.
    var sampleCountMin: Int {
        switch self {
        case .p50, .p95, .max: 1
        case .p99: 200
        }
    }
}
