/// Where values are along one side of a plot.
struct Axis: Equatable, Sendable {
    /// A marked value.
    struct Tick: Equatable, Sendable {
        let value: Double
        let label: String
    }

    /// What is measured, and its unit.
    let title: String
    let low: Double
    /// Above `low`.
    let high: Double
    /// True if equal ratios have equal distances; then `low` is above 0.
    let isLogarithmic: Bool
    /// Ascending, from `low` to `high`.
    let ticks: [Tick]

    /// Where a value is: 0 at the low end to 1 at the high end; what is outside is at the end.
    func share(of value: Double) -> Double {
        let share: Double
        if isLogarithmic {
            guard value > low else { return 0 }
            share = Logarithm.base10(value / low) / Logarithm.base10(high / low)
        } else {
            share = (value - low) / (high - low)
        }
        return min(max(share, 0), 1)
    }

    /// From 0 to a peak of something that is counted or weighed.
    ///
    /// - Parameters:
    ///   - title: What is measured, and its unit.
    ///   - peak: What the axis must reach.
    ///   - isWhole: True for things that are counted: no tick is between two whole numbers.
    /// - Returns: The axis, its high end at a tick.
    static func amounts(_ title: String, upTo peak: Double, isWhole: Bool) -> Axis {
        let values = Ticks.linear(upTo: max(peak, 0), countMax: 4, stepMin: isWhole ? 1 : 0)
        let step = values.dropFirst().first ?? 1
        return Axis(
            title: title,
            low: 0,
            high: values.last ?? 1,
            isLogarithmic: false,
            ticks: values.map { Tick(value: $0, label: TickText.amount($0, step: step)) }
        )
    }

    /// From nothing to everything.
    static func percent(_ title: String) -> Axis {
        Axis(
            title: title,
            low: 0,
            high: 100,
            isLogarithmic: false,
            ticks: [0, 25, 50, 75, 100].map { Tick(value: $0, label: "\(Int($0))") }
        )
    }

    /// Times from the shortest to the longest, logarithmic.
    ///
    /// - Parameters:
    ///   - title: What is measured.
    ///   - distributions: In milliseconds; what is below 0.01 is at the low end.
    /// - Returns: The axis, both ends at ticks.
    static func times(_ title: String, _ distributions: [Distribution]) -> Axis {
        let floor = 0.01
        let least = distributions.compactMap(\.values.first).min() ?? floor
        let most = distributions.map(\.most).max() ?? floor
        let low = max(least, floor)
        let values = Ticks.logarithmic(from: low, to: max(most, low))
        return Axis(
            title: title,
            low: values.first ?? floor,
            high: values.last ?? 1,
            isLogarithmic: true,
            ticks: values.map { Tick(value: $0, label: TickText.milliseconds($0)) }
        )
    }

    /// The time of a load, in the unit that suits its length; values are seconds.
    static func elapsed(_ seconds: Double) -> Axis {
        let (unit, length): (String, Double) =
            seconds <= 180 ? ("seconds", 1.0) : seconds <= 7200 ? ("minutes", 60) : ("hours", 3600)
        let ticks = Ticks.linear(upTo: seconds / length, countMax: 10, stepMin: 0)
            .filter { $0 * length <= seconds }
        let step = ticks.dropFirst().first ?? 1
        return Axis(
            title: "\(unit) since the beginning",
            low: 0,
            high: seconds,
            isLogarithmic: false,
            ticks: ticks.map { tick in
                Tick(value: tick * length, label: TickText.amount(tick, step: step))
            }
        )
    }
}
