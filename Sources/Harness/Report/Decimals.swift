/// Writes numbers with as many digits as mean something.
package enum Decimals {
    /// Three significant digits below a thousand, whole numbers above.
    package static func text(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        let magnitude = abs(value)
        if magnitude >= 100 || magnitude == magnitude.rounded() { return "\(Int(value.rounded()))" }
        return fixed(value, digits: magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3)
    }

    private static func fixed(_ value: Double, digits: Int) -> String {
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return "\(value < 0 ? "-" : "")\(scaled / scale).\(zeros)\(fraction)"
    }
}
