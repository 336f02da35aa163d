extension ObjectReader {
    /// An amount in US dollars, to the nearest millionth; nil if it is absent.
    ///
    /// - Parameters:
    ///   - name: The field, a number of dollars.
    ///   - minMicroUSD: The least millionths, 0 or 1.
    /// - Returns: Millionths, at most 10¹⁵.
    /// - Throws: `invalidField` if it is no number, below the least or above 1,000,000,000.
    func microUSDIfPresent(
        _ name: WireName,
        atLeast minMicroUSD: UInt64 = 0
    ) throws(ProtocolError) -> UInt64? {
        guard let dollars = try numberIfPresent(name) else { return nil }
        let least = Double(minMicroUSD) / 1_000_000
        guard (least...1_000_000_000).contains(dollars) else {
            let lowest = minMicroUSD == 0 ? "0" : "0.000001"
            throw bad(name, "a number from \(lowest) to 1000000000")
        }
        return UInt64((dollars * 1_000_000).rounded())
    }
}

extension ObjectWriter {
    /// Writes an amount as a number of US dollars.
    mutating func put(_ name: WireName, microUSD: UInt64) {
        put(name, .double(Double(microUSD) / 1_000_000))
    }
}
