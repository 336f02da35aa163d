import Protocol

/// A bound on what a mission may use in all, and how much of it is used.
struct BudgetBound: Equatable {
    /// What a run that passes it is stopped with.
    let intent: StopIntent
    /// Its name in an envelope.
    let name: String
    /// What it counts, with the unit of `limit` and `used`.
    let figure: String
    /// How much may be used, in calls, tokens or millionths of a US dollar.
    let limit: UInt64
    /// How much is used, in the same unit.
    let used: UInt64

    /// True if more is used than may be: a run that goes on is stopped.
    var isPassed: Bool { used > limit }

    /// True if nothing is left for another attempt.
    var isSpent: Bool { used >= limit }

    /// How much of what, for a person.
    var sentence: String {
        switch intent {
        case .costBudget:
            "\(DollarText.text(used)) of \(name) \(DollarText.text(limit)) are used"
        default:
            "\(used) of \(name) \(limit) are used"
        }
    }
}

extension Budget {
    /// The bounds that are set, against what was used; a figure that nobody reported is 0.
    func bounds(against usage: Usage) -> [BudgetBound] {
        // Mostly none is set, and this is asked of every run that is looked at.
        guard maxCallCount != nil || maxTokenCount != nil || maxCostMicroUSD != nil else {
            return []
        }
        let rows: [(StopIntent, name: String, figure: String, limit: UInt64?, used: UInt64)] = [
            (.callBudget, "max_llm_calls", "llm_calls", maxCallCount, usage.callCount),
            (.tokenBudget, "max_tokens", "tokens", maxTokenCount, usage.tokenCount),
            (.costBudget, "max_cost_usd", "cost_micro_usd", maxCostMicroUSD, usage.costMicroUSD),
        ]
        return rows.compactMap { intent, name, figure, limit, used in
            guard let limit else { return nil }
            return BudgetBound(
                intent: intent,
                name: name,
                figure: figure,
                limit: limit,
                used: used
            )
        }
    }
}
