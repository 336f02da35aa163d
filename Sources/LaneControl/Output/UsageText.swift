import Protocol

/// What was used, of how much, as people read it.
enum UsageText {
    /// Calls, tokens and cost with their bounds, those of which there is nothing to say left out.
    ///
    /// - Returns: Nil if nothing was reported and nothing is bounded.
    static func line(_ usage: Usage, of budget: Budget) -> String? {
        let parts = [
            part(usage.callCount, of: budget.maxCallCount, "calls") { "\($0)" },
            part(usage.tokenCount, of: budget.maxTokenCount, "tokens") { "\($0)" },
            part(usage.costMicroUSD, of: budget.maxCostMicroUSD, "USD", DollarText.text),
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func part(
        _ used: UInt64,
        of limit: UInt64?,
        _ unit: String,
        _ text: (UInt64) -> String
    ) -> String? {
        if let limit { return "\(text(used)) of \(text(limit)) \(unit)" }
        return used == 0 ? nil : "\(text(used)) \(unit)"
    }
}
