extension Usage {
    /// What was read and written together; `UInt64.max` if that does not fit.
    public var tokenCount: UInt64 { Self.sum(inputTokenCount, outputTokenCount) }

    /// Adds what was used since; a sum that does not fit stays at the maximum.
    public mutating func add(_ other: Usage) {
        inputTokenCount = Self.sum(inputTokenCount, other.inputTokenCount)
        outputTokenCount = Self.sum(outputTokenCount, other.outputTokenCount)
        callCount = Self.sum(callCount, other.callCount)
        costMicroUSD = Self.sum(costMicroUSD, other.costMicroUSD)
    }

    /// Returns the sum of two.
    public func adding(_ other: Usage) -> Usage {
        var sum = self
        sum.add(other)
        return sum
    }

    /// Returns what this has more than another, figure by figure; nothing where it has less.
    public func beyond(_ other: Usage) -> Usage {
        var rest = Usage()
        rest.inputTokenCount = Self.difference(inputTokenCount, other.inputTokenCount)
        rest.outputTokenCount = Self.difference(outputTokenCount, other.outputTokenCount)
        rest.callCount = Self.difference(callCount, other.callCount)
        rest.costMicroUSD = Self.difference(costMicroUSD, other.costMicroUSD)
        return rest
    }

    private static func difference(_ left: UInt64, _ right: UInt64) -> UInt64 {
        left > right ? left - right : 0
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, isOverflow) = left.addingReportingOverflow(right)
        return isOverflow ? .max : sum
    }
}
