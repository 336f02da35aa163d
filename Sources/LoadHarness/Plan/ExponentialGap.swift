import DataStructures
import Protocol

/// Draws the gaps between arrivals that come at random, each independent of those before: a Poisson
/// process.
///
/// Von Neumann's method draws from the exponential distribution by comparisons of whole random
/// numbers alone, so that a seed means the same gaps on every machine and there is no logarithm to
/// get wrong: the first number of a falling run that has an odd length is the fraction, and how many
/// runs of even length went before it is the whole part.
///
/// Source: John von Neumann, "Various techniques used in connection with random digits", National
/// Bureau of Standards, Applied Mathematics Series 12 (1951), pages 36 to 38.
enum ExponentialGap {
    /// Draws one.
    ///
    /// - Parameters:
    ///   - mean: The mean of all; at most an hour, so that no product overflows.
    ///   - generator: Gives about six numbers for each gap.
    /// - Returns: Exact to a nanosecond but for the 2^-64 that a draw may be off.
    static func next(mean: Interval, _ generator: inout SeededGenerator) -> Interval {
        var wholeCount: UInt64 = 0
        while true {
            let (first, length) = fallingRun(&generator)
            guard length.isMultiple(of: 2) else {
                let fraction = mean.nanoseconds.multipliedFullWidth(by: first).high
                return Interval(nanoseconds: mean.nanoseconds * wholeCount + fraction)
            }
            wholeCount += 1
        }
    }

    /// Draws numbers while each is below the one before.
    private static func fallingRun(
        _ generator: inout SeededGenerator
    ) -> (first: UInt64, length: Int) {
        let first = generator.next()
        var (last, length) = (first, 1)
        while true {
            let draw = generator.next()
            guard draw < last else { return (first, length) }
            last = draw
            length += 1
        }
    }
}
