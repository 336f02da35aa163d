/// Writes round numbers for an axis.
enum TickText {
    /// With as many digits behind the point as the step between two ticks needs: `0.5`, `1.0`.
    static func amount(_ value: Double, step: Double) -> String {
        var digitCount = 0
        var scaled = step
        while digitCount < 6, abs(scaled - scaled.rounded()) > 1e-6 {
            digitCount += 1
            scaled = step * Logarithm.powerOfTen(digitCount)
        }
        guard digitCount > 0 else { return NumberText.value(value.rounded()) }
        let scale = Int(Logarithm.powerOfTen(digitCount))
        let number = Int((value * Double(scale)).rounded())
        let rest = String(number % scale)
        let zeros = String(repeating: "0", count: digitCount - rest.count)
        return "\(NumberText.count(number / scale)).\(zeros)\(rest)"
    }

    /// In milliseconds below a second, in seconds above: `0.05 ms`, `20 ms`, `5 s`.
    ///
    /// - Parameter value: 1, 2 or 5 times a power of ten, from 0.01 on.
    /// - Returns: The number and its unit.
    static func milliseconds(_ value: Double) -> String {
        if value < 1 { return "0.\(value < 0.1 ? "0" : "")\(digit(value)) ms" }
        return value < 1000
            ? "\(NumberText.value(value)) ms" : "\(NumberText.value(value / 1000)) s"
    }

    private static func digit(_ value: Double) -> Int {
        Int((value * (value < 0.1 ? 100 : 10)).rounded())
    }
}
