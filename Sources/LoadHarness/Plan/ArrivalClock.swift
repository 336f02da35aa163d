import DataStructures
import Protocol

/// When the missions of a load arrive, one after the other.
struct ArrivalClock {
    private let arrival: Arrival
    private let end: Interval
    private let meanGap: Interval
    private var generator: SeededGenerator
    private var now = Interval.zero
    private var number: UInt64 = 0

    /// The shortest and the longest mean gap: what a rate is brought to.
    private static let gapBounds = 1...3_600_000_000_000

    /// - Parameters:
    ///   - scenario: How they arrive, and for how long.
    ///   - seed: Of their gaps.
    init(_ scenario: Scenario, seed: UInt64) {
        arrival = scenario.arrival
        end = scenario.duration
        generator = SeededGenerator(seed: seed)
        var perSecond = 0.0
        if case .poisson(let given, let load) = scenario.arrival {
            perSecond = given ?? scenario.capacityPerSecond * load
        }
        meanGap = Self.meanGap(perSecond: perSecond)
    }

    private static func meanGap(perSecond: Double) -> Interval {
        let longest = Double(gapBounds.upperBound)
        guard perSecond > 0 else { return Interval(nanoseconds: UInt64(longest)) }
        let gap = (1_000_000_000 / perSecond).rounded()
        return Interval(nanoseconds: UInt64(min(max(gap, Double(gapBounds.lowerBound)), longest)))
    }

    /// When the next one arrives after the start; nil if it would come too late.
    ///
    /// In a closed loop always zero: it comes when another has ended.
    mutating func next() -> Interval? {
        let time: Interval
        switch arrival {
        case .closed:
            return .zero
        case .poisson:
            now = now + ExponentialGap.next(mean: meanGap, &generator)
            time = now
        case .burst(let count, let every):
            time = every * (number / UInt64(max(count, 1)))
            number += 1
        }
        return time < end ? time : nil
    }
}
