/// Values at which an axis is marked: 1, 2 or 5 times a power of ten, or multiples of one.
enum Ticks {
    /// The distance of marks.
    ///
    /// - Parameter length: Above 0 and finite; of others it is 1.
    /// - Returns: The smallest of 1, 2, 5 times a power of ten that is not below `length`.
    static func step(atLeast length: Double) -> Double {
        guard length > 0, length.isFinite else { return 1 }
        let power = Int(Logarithm.base10(length).rounded(.down)) - 1
        for exponent in power...(power + 2) {
            for digit in [1.0, 2, 5] {
                let step = multiple(digit, exponent)
                // What is meant to be equal may differ in its last digit.
                if step >= length * (1 - 1e-9) { return step }
            }
        }
        return length
    }

    /// Multiples of a step from 0 on, the last one not below the peak.
    ///
    /// - Parameters:
    ///   - peak: What the axis must reach, at least 0.
    ///   - countMax: How many spaces there may be between them, at least 1.
    ///   - stepMin: No step is smaller: 1 for things that are counted.
    /// - Returns: Ascending, at least two.
    static func linear(upTo peak: Double, countMax: Int, stepMin: Double) -> [Double] {
        let step = max(step(atLeast: peak / Double(countMax)), stepMin)
        let count = max(1, Int((peak / step * (1 - 1e-9)).rounded(.up)))
        return (0...count).map { Double($0) * step }
    }

    /// Ticks from the last 1, 2 or 5 times a power of ten that is not above `low` to the first that is
    /// not below `high`: all of these over at most three decades, else only powers of ten between the
    /// ends.
    ///
    /// - Parameters:
    ///   - low: Above 0.
    ///   - high: Not below `low`.
    /// - Returns: Ascending, at least two.
    static func logarithmic(from low: Double, to high: Double) -> [Double] {
        let bottom = Int(Logarithm.base10(low).rounded(.down)) - 1
        let top = Int(Logarithm.base10(high).rounded(.up)) + 1
        let all = (bottom...max(bottom, top)).flatMap { exponent in
            [1.0, 2, 5].map { multiple($0, exponent) }
        }
        let first = all.lastIndex { $0 <= low * (1 + 1e-9) } ?? 0
        let last = all.firstIndex { $0 >= high * (1 - 1e-9) } ?? (all.count - 1)
        let inside = Array(all[first...max(last, first + 1)])
        guard inside.count > 10 else { return inside }
        return inside.enumerated().filter { index, _ in
            (first + index).isMultiple(of: 3) || index == 0 || index == inside.count - 1
        }
        .map(\.element)
    }

    /// Divided, where the power is negative, because 5 / 100 is the nearest number to 0.05 and 5 × 0.01
    /// is not.
    private static func multiple(_ digit: Double, _ exponent: Int) -> Double {
        exponent < 0
            ? digit / Logarithm.powerOfTen(-exponent) : digit * Logarithm.powerOfTen(exponent)
    }
}
