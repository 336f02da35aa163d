import Protocol

extension Usage {
    /// Adds what was used since; a sum that does not fit stays at the maximum.
    mutating func add(_ other: Usage) {
        inputTokenCount = Self.sum(inputTokenCount, other.inputTokenCount)
        outputTokenCount = Self.sum(outputTokenCount, other.outputTokenCount)
        callCount = Self.sum(callCount, other.callCount)
        costMicroUSD = Self.sum(costMicroUSD, other.costMicroUSD)
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, isOverflow) = left.addingReportingOverflow(right)
        return isOverflow ? .max : sum
    }
}
