/// Logarithms and powers of ten, for axes.
enum Logarithm {
    private static let log10Of2 = 0.301029995663981195
    private static let log10OfE = 0.434294481903251828

    /// The logarithm to the base of ten, to about twelve digits.
    ///
    /// From the binary exponent, and from the series of artanh for the significand m: ln m = 2 artanh
    /// ((m − 1) / (m + 1)), whose argument is at most a third.
    ///
    /// - Parameter value: Above 0 and finite; of others it is 0.
    /// - Returns: The logarithm.
    static func base10(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 0 }
        let argument = (value.significand - 1) / (value.significand + 1)
        var power = argument
        var sum = 0.0
        for order in stride(from: 1.0, through: 27, by: 2) {
            sum += power / order
            power *= argument * argument
        }
        return Double(value.exponent) * log10Of2 + 2 * sum * log10OfE
    }

    /// Ten to a whole power.
    static func powerOfTen(_ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<exponent.magnitude { power *= 10 }
        return exponent < 0 ? 1 / power : power
    }
}
