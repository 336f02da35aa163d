import Protocol

extension Arrival {
    /// Which of the ways it is.
    var kind: ArrivalKind {
        switch self {
        case .poisson: .poisson
        case .burst: .burst
        case .closed: .closed
        }
    }

    /// What a kind means where nobody says more: four fifths of what the slots can carry; three
    /// missions for each slot every two seconds; or twice as many open ones as there are slots.
    init(_ kind: ArrivalKind, slotCount: Int) {
        switch kind {
        case .poisson: self = .poisson(perSecond: nil, load: 0.8)
        case .burst: self = .burst(count: max(1, 3 * slotCount), every: .seconds(2))
        case .closed: self = .closed(openCount: max(1, 2 * slotCount))
        }
    }
}
