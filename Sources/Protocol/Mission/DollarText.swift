/// Amounts in US dollars as people read them.
public enum DollarText {
    /// Writes an amount out.
    ///
    /// - Parameter microUSD: Millionths of a dollar.
    /// - Returns: Dollars with as many decimals as are needed, at least two: `0.125`, `12.50`.
    public static func text(_ microUSD: UInt64) -> String {
        var decimals = String(String(1_000_000 + microUSD % 1_000_000).dropFirst())
        while decimals.utf8.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(microUSD / 1_000_000).\(decimals)"
    }
}
